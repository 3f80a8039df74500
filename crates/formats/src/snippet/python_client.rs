//! Python with `hubspot-api-client`: its typed call for the records of the CRM, else its `api_request`.

use super::content::{Content, FormStyle, object, pairs};
use super::json::{self, Json};
use super::python::{SYNTAX, bytes_or_string, header, string};
use super::{DEFAULT_ORIGIN, Outgoing, TOKEN_VARIABLE};

/// The types that have an API of their own, and how its methods name an id.
const TYPES: [(&str, &str); 7] = [
    ("contacts", "contact_id"),
    ("companies", "company_id"),
    ("deals", "deal_id"),
    ("tickets", "ticket_id"),
    ("products", "product_id"),
    ("line_items", "line_item_id"),
    ("quotes", "quote_id"),
];

pub(super) fn write(request: &Outgoing) -> String {
    typed(request).unwrap_or_else(|| api_request(request))
}

/// The client; the API and `api_request` take another host under different names.
fn client(origin: &str, host_argument: &str) -> String {
    let host = if origin == DEFAULT_ORIGIN {
        String::new()
    } else {
        format!(", {host_argument}={}", string(origin))
    };
    format!("client = HubSpot(access_token=os.environ[\"{TOKEN_VARIABLE}\"]{host})\n")
}

fn api_request(request: &Outgoing) -> String {
    let (origin, path, query) = request.url_parts();
    let qs = pairs(query, FormStyle::Python);
    let whole = if query.is_empty() || qs.is_some() { path.to_owned() } else { format!("{path}?{query}") };
    let mut options =
        vec![format!("\"method\": {}", string(&request.method)), format!("\"path\": {}", string(&whole))];
    options.extend(qs.map(|pairs| format!("\"qs\": {}", SYNTAX.write(&object(pairs), 2))));
    let (is_json, body) = match Content::of(request, json::any_key, FormStyle::Python) {
        Content::None => (true, None),
        Content::Literal(tree) => (true, Some(SYNTAX.write(&tree, 2))),
        Content::Form(_) | Content::Text(_) => (false, request.body.as_deref().map(bytes_or_string)),
    };
    let headers: Vec<_> = own_headers(request, is_json).into_iter().map(header).collect();
    if !headers.is_empty() {
        options.push(format!("\"headers\": {}", SYNTAX.enclosed(&headers, ("{", "}"), "", 2)));
    }
    if !is_json {
        options.push("\"default_json\": False".to_owned());
    }
    options.extend(body.map(|body| format!("\"body\": {body}")));
    format!(
        "import os\nimport sys\n\nfrom hubspot import HubSpot\n\n{}response = client.api_request(\n    {}\n)\n\
         if not response.ok:\n    sys.exit(f\"{{response.status_code}} {{response.reason}}\\n{{response.text}}\")\n\
         print(response.text)\n",
        client(origin, "base_url"),
        SYNTAX.lines(&options, ("{", "}"), 1),
    )
}

/// The headers that the client does not set by itself.
fn own_headers(request: &Outgoing, is_json: bool) -> Vec<(&str, &str)> {
    let is_default = |(name, value): &(&str, &str)| {
        is_json
            && *value == "application/json"
            && (name.eq_ignore_ascii_case("accept") || name.eq_ignore_ascii_case("content-type"))
    };
    request.headers_without(&[]).into_iter().filter(|pair| !is_default(pair)).collect()
}

/// A call of a typed method.
struct Call {
    api: &'static str,
    method: &'static str,
    arguments: Vec<String>,
    /// The class of the body.
    model: Option<&'static str>,
}

fn typed(request: &Outgoing) -> Option<String> {
    if !own_headers(request, true).is_empty() {
        return None;
    }
    let (origin, path, query) = request.url_parts();
    let mut segments = path.strip_prefix("/crm/v3/objects/")?.split('/');
    let (object_type, last) = (segments.next()?, segments.next());
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    if segments.next().is_some() || object_type.is_empty() || !object_type.chars().all(is_name) {
        return None;
    }
    let own = TYPES.iter().find(|(name, _)| *name == object_type);
    let module = own.map_or("objects", |(name, _)| name);
    let id = last.filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()) && !id.is_empty());
    let call = match (request.method.as_str(), last) {
        ("GET", None) => Call::new("basic_api", "get_page"),
        ("GET", Some(_)) => Call::new("basic_api", "get_by_id").with_id(own, id?),
        ("DELETE", Some(_)) => Call::new("basic_api", "archive").with_id(own, id?),
        ("POST", None) => Call::new("basic_api", "create").with_body(request, &CREATE)?,
        ("POST", Some("search")) => Call::new("search_api", "do_search").with_body(request, &SEARCH)?,
        ("PATCH", Some(_)) => {
            Call::new("basic_api", "update").with_id(own, id?).with_body(request, &UPDATE)?
        }
        _ => return None,
    };
    let mut call = call.with_query(query)?;
    if call.model.is_none() && request.body.is_some() {
        return None;
    }
    if own.is_none() {
        call.arguments.insert(0, format!("object_type={}", string(object_type)));
    }
    Some(call.program(origin, module))
}

/// The class of a body, its argument, and the members that it takes with their names in Python.
struct Model {
    class: &'static str,
    argument: &'static str,
    members: &'static [(&'static str, &'static str)],
}

const CREATE: Model = Model {
    class: "SimplePublicObjectInputForCreate",
    argument: "simple_public_object_input_for_create",
    members: &[("properties", "properties"), ("associations", "associations")],
};

const UPDATE: Model = Model {
    class: "SimplePublicObjectInput",
    argument: "simple_public_object_input",
    members: &[("properties", "properties")],
};

const SEARCH: Model = Model {
    class: "PublicObjectSearchRequest",
    argument: "public_object_search_request",
    members: &[
        ("query", "query"),
        ("filterGroups", "filter_groups"),
        ("sorts", "sorts"),
        ("properties", "properties"),
        ("limit", "limit"),
        ("after", "after"),
    ],
};

impl Call {
    fn new(api: &'static str, method: &'static str) -> Self {
        Self { api, method, arguments: Vec::new(), model: None }
    }

    fn with_id(mut self, own: Option<&(&str, &str)>, id: &str) -> Self {
        let name = own.map_or("object_id", |(_, name)| name);
        self.arguments.push(format!("{name}={}", string(id)));
        self
    }

    fn with_body(mut self, request: &Outgoing, model: &Model) -> Option<Self> {
        let Content::Literal(Json::Object(pairs)) = Content::of(request, json::any_key, FormStyle::Python)
        else {
            return None;
        };
        // The client leaves out what is null.
        if pairs.iter().any(|(_, value)| *value == Json::Null) || pairs.is_empty() {
            return None;
        }
        let member = |(key, value): &(String, Json)| {
            let (_, name) = model.members.iter().find(|(known, _)| known == key)?;
            Some(format!("{name}={}", SYNTAX.write(value, 3)))
        };
        let members = pairs.iter().map(member).collect::<Option<Vec<_>>>()?;
        let members = SYNTAX.lines(&members, ("(", ")"), 2);
        self.arguments.push(format!("{}={}{members}", model.argument, model.class));
        self.model = Some(model.class);
        Some(self)
    }

    fn with_query(mut self, query: &str) -> Option<Self> {
        let mut lists: Vec<(&str, Vec<String>)> = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let argument = match (self.method, &*name) {
                ("get_page" | "get_by_id", "properties") => "properties",
                ("get_page" | "get_by_id", "propertiesWithHistory") => "properties_with_history",
                ("get_page" | "get_by_id", "associations") => "associations",
                ("get_page", "limit") if value.parse::<u32>().is_ok() => "limit",
                ("get_page", "after") => "after",
                ("get_page" | "get_by_id", "archived") if matches!(&*value, "true" | "false") => "archived",
                ("get_by_id" | "update", "idProperty") => "id_property",
                _ => return None,
            };
            // HubSpot takes a list as one parameter with commas, or as one for each; the client sends the latter.
            let values: Vec<_> =
                if matches!(argument, "properties" | "properties_with_history" | "associations") {
                    value.split(',').map(string).collect()
                } else {
                    vec![value.into_owned()]
                };
            match lists.iter_mut().find(|(known, _)| *known == argument) {
                Some((_, known)) => known.extend(values),
                None => lists.push((argument, values)),
            }
        }
        for (name, values) in lists {
            let value = match (name, values.as_slice()) {
                ("limit", [number]) => number.clone(),
                ("archived", [word]) => (if word == "true" { "True" } else { "False" }).to_owned(),
                ("after" | "id_property", [text]) => string(text),
                ("limit" | "archived" | "after" | "id_property", _) => return None,
                _ => SYNTAX.enclosed(&values, ("[", "]"), "", 2),
            };
            self.arguments.push(format!("{name}={value}"));
        }
        Some(self)
    }

    fn program(self, origin: &str, module: &str) -> String {
        let Self { api, method, arguments, model } = self;
        let model = model.map(|class| format!(", {class}")).unwrap_or_default();
        let call = SYNTAX.enclosed(&arguments, ("(", ")"), "", 1);
        let (keep, show) = match method {
            "archive" => ("", ""),
            _ => ("response = ", "print(response)\n"),
        };
        format!(
            "import os\nimport sys\n\nfrom hubspot import HubSpot\nfrom hubspot.crm.{module} import ApiException{model}\n\n{}\
             try:\n    {keep}client.crm.{module}.{api}.{method}{call}\n\
             except ApiException as error:\n    sys.exit(f\"{{error.status}} {{error.reason}}\\n{{error.body}}\")\n{show}",
            client(origin, "host"),
        )
    }
}
