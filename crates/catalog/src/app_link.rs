//! Links to pages of HubSpot's web app, and the call that reads what such a page shows.
//!
//! The table is written by hand: HubSpot documents none of these addresses, and changes them. A page that it does not know
//! is named as such, never guessed.

use url::Url;

use crate::objects::ObjectTypes;

/// A link to a page of `app.hubspot.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppLink {
    /// The portal of the page, as its address names it.
    pub hub_id: Option<u64>,
    /// The data center of the page: `na1` for `app.hubspot.com`, else as in `app-eu1`.
    pub hublet: String,
    /// The path that reads what the page shows, with `GET`. `None`: no call is known for this page.
    pub path: Option<String>,
}

/// The pages, after the host: `{hub}` is the portal, `{type}` an object type, `{id}` the id of what is shown. What follows
/// in the address is ignored; of two rows that fit, the first counts.
const PAGES: &[(&str, &str)] = &[
    ("/contacts/{hub}/record/{type}/{id}", "/crm/objects/2026-03/{type}/{id}"),
    ("/contacts/{hub}/contact/{id}", "/crm/objects/2026-03/contacts/{id}"),
    ("/contacts/{hub}/company/{id}", "/crm/objects/2026-03/companies/{id}"),
    ("/contacts/{hub}/deal/{id}", "/crm/objects/2026-03/deals/{id}"),
    ("/contacts/{hub}/ticket/{id}", "/crm/objects/2026-03/tickets/{id}"),
    ("/sales/{hub}/deal/{id}", "/crm/objects/2026-03/deals/{id}"),
    ("/contacts/{hub}/objects/{type}", "/crm/objects/2026-03/{type}"),
    ("/contacts/{hub}/contacts/list", "/crm/objects/2026-03/contacts"),
    ("/contacts/{hub}/contacts", "/crm/objects/2026-03/contacts"),
    ("/contacts/{hub}/companies", "/crm/objects/2026-03/companies"),
    ("/contacts/{hub}/deals", "/crm/objects/2026-03/deals"),
    ("/contacts/{hub}/tickets", "/crm/objects/2026-03/tickets"),
    ("/contacts/{hub}/objectLists/{id}", "/crm/lists/2026-03/{id}"),
    ("/contacts/{hub}/lists/{id}", "/crm/lists/2026-03/{id}"),
    ("/workflows/{hub}/platform/flow/{id}", "/automation/v4/flows/{id}"),
    ("/workflows/{hub}/flow/{id}", "/automation/v4/flows/{id}"),
    ("/workflows/{hub}", "/automation/v4/flows"),
    ("/forms/{hub}/editor/{id}", "/marketing/v3/forms/{id}"),
    ("/forms/{hub}/{id}", "/marketing/v3/forms/{id}"),
    ("/forms/{hub}", "/marketing/v3/forms"),
    ("/email/{hub}/details/{id}", "/marketing/emails/2026-03/{id}"),
    ("/email/{hub}/edit/{id}", "/marketing/emails/2026-03/{id}"),
    ("/email/{hub}", "/marketing/emails/2026-03"),
    ("/pages/{hub}/editor/{id}", "/cms/pages/2026-03/site-pages/{id}"),
    ("/blog/{hub}/editor/{id}", "/cms/blogs/2026-03/posts/{id}"),
    ("/hubdb/{hub}/table/{id}", "/cms/hubdb/2026-03/tables/{id}"),
    ("/hubdb/{hub}", "/cms/hubdb/2026-03/tables"),
    ("/live-messages/{hub}/inbox/{id}", "/conversations/v3/conversations/threads/{id}"),
    ("/campaigns/{hub}/campaign/{id}", "/marketing/campaigns/2026-03/{id}"),
    ("/campaigns/{hub}", "/marketing/campaigns/2026-03"),
    ("/property-settings/{hub}/properties", "/crm/properties/2026-03/{type}"),
    ("/sales-products-settings/{hub}/object/{type}", "/crm/objects/2026-03/{type}"),
    ("/settings/{hub}/users", "/settings/users/2026-03"),
    ("/settings/{hub}/account-defaults", "/account-info/2026-03/details"),
    ("/integrations-settings/{hub}", "/account-info/2026-03/details"),
    ("/private-apps/{hub}", "/account-info/2026-03/details"),
];

impl AppLink {
    /// Reads the address of a page, with or without its scheme. `None`: it is not one of HubSpot's web app.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let url =
            if text.starts_with("app") { Url::parse(&format!("https://{text}")) } else { Url::parse(text) };
        let url = url.ok()?;
        if !matches!(url.scheme(), "https" | "http") {
            return None;
        }
        let hublet = hublet_of(url.host_str()?)?;
        let segments: Vec<_> = url.path_segments()?.filter(|segment| !segment.is_empty()).collect();
        let hub_id = segments.get(1).and_then(|segment| segment.parse().ok());
        let path = PAGES.iter().find_map(|(page, call)| fill(page, call, &segments, &url));
        Some(Self { hub_id, hublet, path })
    }
}

/// `app.hubspot.com` is North America's first data center; `app-eu1.hubspot.com` names its own.
fn hublet_of(host: &str) -> Option<String> {
    let name = host.strip_suffix(".hubspot.com")?;
    if name == "app" {
        return Some("na1".to_owned());
    }
    let hublet = name.strip_prefix("app-")?;
    let is_hublet = hublet.len() == 3 && hublet.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_hublet.then(|| hublet.to_owned())
}

/// The call of a page, if the segments begin as the page's do.
fn fill(page: &str, call: &str, segments: &[&str], url: &Url) -> Option<String> {
    let mut path = call.to_owned();
    let pattern = page.split('/').skip(1);
    if pattern.clone().count() > segments.len() {
        return None;
    }
    for (part, segment) in pattern.zip(segments) {
        match part {
            "{hub}" if segment.bytes().all(|byte| byte.is_ascii_digit()) => {}
            "{type}" => path = path.replace("{type}", &object_type(segment)?),
            "{id}" if is_id(segment) => path = path.replace("{id}", segment),
            _ if part == *segment => {}
            _ => return None,
        }
    }
    if path.contains("{type}") {
        let (_, value) = url.query_pairs().find(|(name, _)| name == "type")?;
        path = path.replace("{type}", &object_type(&value)?);
    }
    Some(path)
}

/// The name that the paths of an object type have: `contacts` for `0-1`; the id itself for one without a known name.
fn object_type(segment: &str) -> Option<String> {
    let is_type_id = segment.split_once('-').is_some_and(|(kind, number)| {
        [kind, number].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let types = ObjectTypes::bundled();
    // A custom object has its own id, `2-987`, which is a name of the type `custom` only to the catalog.
    let known = types.find(segment).filter(|known| !is_type_id || known.type_id.as_deref() == Some(segment));
    known.map(|known| known.name.clone()).or_else(|| is_type_id.then(|| segment.to_owned()))
}

/// A number, or the UUID that forms and campaigns have.
fn is_id(segment: &str) -> bool {
    segment.len() <= 40
        && segment.bytes().any(|byte| byte.is_ascii_digit())
        && segment.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::{AppLink, PAGES, fill};
    use crate::Catalog;

    fn path(text: &str) -> Option<String> {
        AppLink::read(text).expect("a link of the web app").path
    }

    #[test]
    fn a_page_becomes_the_call_that_reads_what_it_shows() {
        for (link, call) in [
            ("https://app.hubspot.com/contacts/4711/record/0-1/512", "/crm/objects/2026-03/contacts/512"),
            (
                "https://app-eu1.hubspot.com/contacts/4711/record/0-3/9?eschref=%2Fcontacts#activity",
                "/crm/objects/2026-03/deals/9",
            ),
            ("https://app.hubspot.com/contacts/4711/record/2-987/77/view/1", "/crm/objects/2026-03/2-987/77"),
            (
                "https://app.hubspot.com/contacts/4711/company/31/?interaction=note",
                "/crm/objects/2026-03/companies/31",
            ),
            (
                "https://app.hubspot.com/contacts/4711/objects/0-5/views/all/list",
                "/crm/objects/2026-03/tickets",
            ),
            ("https://app.hubspot.com/contacts/4711/objectLists/12/filters", "/crm/lists/2026-03/12"),
            ("https://app.hubspot.com/workflows/4711/platform/flow/88/edit", "/automation/v4/flows/88"),
            (
                "https://app.hubspot.com/forms/4711/editor/0b1c2d3e-1111-4222-8333-944455556666/edit/form",
                "/marketing/v3/forms/0b1c2d3e-1111-4222-8333-944455556666",
            ),
            (
                "https://app.hubspot.com/property-settings/4711/properties?type=0-2",
                "/crm/properties/2026-03/companies",
            ),
            ("app-eu1.hubspot.com/contacts/4711/record/0-1/512", "/crm/objects/2026-03/contacts/512"),
            ("https://app.hubspot.com/settings/4711/users", "/settings/users/2026-03"),
        ] {
            assert_eq!(path(link).as_deref(), Some(call), "{link}");
        }
    }

    #[test]
    fn the_portal_and_its_data_center_are_told() {
        let link = AppLink::read("https://app-eu1.hubspot.com/contacts/4711/record/0-1/512").unwrap();
        assert_eq!((link.hub_id, link.hublet.as_str()), (Some(4711), "eu1"));
        let link = AppLink::read("https://app.hubspot.com/home").unwrap();
        assert_eq!((link.hub_id, link.path), (None, None));
    }

    #[test]
    fn a_page_that_is_not_known_and_a_value_that_is_no_id_give_no_call() {
        for link in [
            "https://app.hubspot.com/reports-dashboard/4711/view/1",
            "https://app.hubspot.com/contacts/4711/record/0-1/..%2f..",
            "https://app.hubspot.com/contacts/4711/record/0-1/view",
            "https://app.hubspot.com/contacts/hub/record/0-1/5",
            "https://app.hubspot.com/property-settings/4711/properties",
        ] {
            assert_eq!(path(link), None, "{link}");
        }
    }

    #[test]
    fn other_hosts_are_no_links_of_the_web_app() {
        for text in [
            "https://api.hubapi.com/crm/v3/owners",
            "https://app.hubspot.com.evil.example/contacts/1/record/0-1/5",
            "https://app-toolong.hubspot.com/contacts/1/record/0-1/5",
            "apple.example/contacts/1/record/0-1/5",
            "portalscope://contacts",
        ] {
            assert_eq!(AppLink::read(text), None, "{text}");
        }
    }

    #[test]
    fn every_call_of_the_table_is_one_of_the_catalog() {
        let catalog = Catalog::bundled();
        for (page, call) in PAGES {
            let filled = page.replace("{hub}", "1").replace("{type}", "0-1").replace("{id}", "5");
            let link = format!("https://app.hubspot.com{filled}?type=0-1");
            let url = url::Url::parse(&link).unwrap();
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            let path = fill(page, call, &segments, &url).unwrap_or_else(|| panic!("{page} fits itself"));
            assert!(catalog.resolve("GET", &path).is_some(), "{path}");
        }
    }
}
