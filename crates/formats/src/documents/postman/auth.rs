//! The authorization of a request, its own or an inherited one. Postman puts its header in place of one by hand.

use super::super::json::Json;
use super::super::parts::Joined;
use super::Tree;
use crate::request::{Credential, Field, Request, Value};

impl Tree {
    pub(super) fn set_auth(&self, read: &mut Request, auth: Option<Json<'_>>) {
        let Some(auth) = auth else { return };
        let Some(kind) = auth.get("type").and_then(Json::text) else { return };
        let own = auth.get(&kind);
        let part =
            |name: &str| own.and_then(|own| attribute(own, name)).filter(|value| value.raw() != "\"\"");
        match &*kind {
            "noauth" => {}
            "bearer" => {
                if let Some(token) = part("token") {
                    read.drop_header("Authorization");
                    read.credentials.push(Credential::Bearer(self.value(token)));
                }
            }
            "basic" => {
                let (user, password) = (part("username"), part("password"));
                let mut joined = Joined::default();
                joined.push_value(&self.text_of(user));
                joined.push(":");
                joined.push_value(&self.text_of(password));
                read.drop_header("Authorization");
                read.credentials.push(Credential::Basic(joined.at(user.or(own).map(Json::span))));
            }
            "apikey" => {
                let Some(key) = part("key") else { return };
                let field = Field { name: self.value(key), value: self.text_of(part("value")) };
                if part("in").is_some_and(|place| place.says("query")) {
                    read.query.push(field);
                } else {
                    read.headers.push(field);
                }
            }
            "oauth2" => {
                let place = part("addTokenTo");
                let in_query = place.is_some_and(|place| place.says("queryParams"));
                self.set_oauth(read, part("accessToken"), part("headerPrefix"), in_query);
            }
            other => read.credentials.push(Credential::Other(other.to_owned())),
        }
    }

    fn set_oauth(
        &self,
        read: &mut Request,
        token: Option<Json<'_>>,
        prefix: Option<Json<'_>>,
        in_query: bool,
    ) {
        // Exports leave tokens out.
        let Some(token) = token else {
            return read.credentials.push(Credential::Stored("oauth2".to_owned()));
        };
        let token = self.value(token);
        if in_query {
            let name = Value::implied("access_token");
            return read.query.push(Field { name, value: token });
        }
        read.drop_header("Authorization");
        match prefix.map(|prefix| self.value(prefix)).filter(|prefix| prefix.text.trim() != "Bearer") {
            None => read.credentials.push(Credential::Bearer(token)),
            Some(prefix) => {
                let mut joined = Joined::default();
                joined.push_value(&prefix);
                joined.push(if prefix.text.is_empty() || joined.ends_with(' ') { "" } else { " " });
                joined.push_value(&token);
                let value = joined.at(token.span);
                read.headers.push(Field { name: Value::implied("Authorization"), value });
            }
        }
    }
}

/// 2.1 has a list of `{key, value}`, 2.0 an object.
fn attribute<'a>(own: Json<'a>, name: &str) -> Option<Json<'a>> {
    if own.is_object() {
        return own.get(name);
    }
    let named = own.items().filter(|item| item.get("key").is_some_and(|key| key.says(name)));
    named.last()?.get("value")
}
