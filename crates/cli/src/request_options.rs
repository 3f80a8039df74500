//! A request as arguments of a command.

use std::collections::HashMap;
use std::io::{self, Read};

use clap::Args;
use portalscope_core::{NameValue, RequestDraft};

use crate::failure::Failure;

#[derive(Args)]
pub struct RequestOptions {
    /// GET, POST, PUT, PATCH, DELETE
    method: String,
    /// A path of HubSpot's API, as /crm/objects/2026-03/contacts
    path: String,
    /// The request's body: a file, or - for standard input
    #[arg(long, value_name = "FILE")]
    body: Option<String>,
    /// A query parameter; may be given again
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    query: Vec<NameValue>,
    /// A header; may be given again. Authorization is set by Portalscope alone
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    header: Vec<NameValue>,
}

impl RequestOptions {
    /// The request. Reads its body.
    pub fn draft(&self) -> Result<RequestDraft, Failure> {
        Ok(RequestDraft {
            method: self.method.to_uppercase(),
            path: self.path.clone(),
            path_values: HashMap::new(),
            query: self.query.clone(),
            headers: self.header.clone(),
            body: self.body.as_deref().map(read_body).transpose()?,
        })
    }
}

fn pair(text: &str) -> Result<NameValue, String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok(NameValue { name: name.to_owned(), value: value.to_owned(), enabled: true })
}

fn read_body(from: &str) -> Result<String, Failure> {
    let read = if from == "-" {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(from)
    };
    read.map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
            _ => error.to_string(),
        };
        Failure::new(
            "body_unreadable",
            format!("The body could not be read from {from}: {why}."),
            "Check the file.",
        )
    })
}
