//! The object types: names, ids, and the properties that an answer shows unasked.

/// The type id of the custom object that every account has.
pub(crate) const BIKES: &str = "2-30411207";

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ObjectType {
    /// As `0-1`.
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) singular: &'static str,
    /// The property with the time of creation, and the one with the last change.
    pub(crate) created: &'static str,
    pub(crate) modified: &'static str,
    pub(crate) shown: &'static [&'static str],
    pub(crate) required: &'static [&'static str],
    /// No two records may have the same value.
    pub(crate) unique: Option<&'static str>,
    pub(crate) pipeline: Option<(&'static str, &'static str)>,
}

impl ObjectType {
    /// By name, singular, id, or the fully qualified name of a custom object.
    pub(crate) fn find(segment: &str, portal_id: u64) -> Option<&'static ObjectType> {
        let wanted = segment.to_ascii_lowercase();
        OBJECT_TYPES.iter().find(|kind| {
            wanted == kind.id
                || wanted == kind.name
                || wanted == kind.singular
                || (kind.is_custom()
                    && (wanted == format!("p_{}", kind.name) || wanted == kind.fully_qualified(portal_id)))
        })
    }

    pub(crate) fn is_custom(&self) -> bool {
        self.id.starts_with("2-")
    }

    /// `p26041877_bikes` for a custom object, `CONTACT` for HubSpot's own.
    pub(crate) fn fully_qualified(&self, portal_id: u64) -> String {
        if self.is_custom() {
            format!("p{portal_id}_{}", self.name)
        } else {
            self.singular.to_ascii_uppercase()
        }
    }

    /// Record ids of each type begin at a place of their own.
    pub(crate) fn first_record_id(&self) -> u64 {
        let place = OBJECT_TYPES.iter().position(|kind| kind.id == self.id).unwrap_or_default();
        (place as u64 + 1) * 1_000_000_000 + 101
    }

    const fn new(id: &'static str, name: &'static str, singular: &'static str) -> Self {
        Self {
            id,
            name,
            singular,
            created: "hs_createdate",
            modified: "hs_lastmodifieddate",
            shown: &[],
            required: &[],
            unique: None,
            pipeline: None,
        }
    }

    const fn older(id: &'static str, name: &'static str, singular: &'static str) -> Self {
        let mut kind = Self::new(id, name, singular);
        kind.created = "createdate";
        kind
    }

    const fn with(mut self, shown: &'static [&'static str], required: &'static [&'static str]) -> Self {
        self.shown = shown;
        self.required = required;
        self
    }

    const fn in_pipeline(mut self, pipeline: &'static str, stage: &'static str) -> Self {
        self.pipeline = Some((pipeline, stage));
        self
    }

    const fn engagement(id: &'static str, name: &'static str, singular: &'static str) -> Self {
        Self::new(id, name, singular).with(&[], &["hs_timestamp"])
    }
}

pub(crate) static OBJECT_TYPES: &[ObjectType] = &[
    ObjectType {
        modified: "lastmodifieddate",
        unique: Some("email"),
        ..ObjectType::older("0-1", "contacts", "contact").with(&["email", "firstname", "lastname"], &[])
    },
    ObjectType::older("0-2", "companies", "company").with(&["domain", "name"], &[]),
    ObjectType::older("0-3", "deals", "deal")
        .with(&["amount", "closedate", "dealname", "dealstage", "pipeline"], &[])
        .in_pipeline("pipeline", "dealstage"),
    ObjectType::older("0-5", "tickets", "ticket")
        .with(
            &[
                "content",
                "hs_pipeline",
                "hs_pipeline_stage",
                "hs_ticket_category",
                "hs_ticket_priority",
                "subject",
            ],
            &["hs_pipeline_stage"],
        )
        .in_pipeline("hs_pipeline", "hs_pipeline_stage"),
    ObjectType {
        unique: Some("hs_sku"),
        ..ObjectType::older("0-7", "products", "product").with(&["description", "name", "price"], &[])
    },
    ObjectType::older("0-8", "line_items", "line_item").with(&["hs_product_id", "quantity"], &[]),
    ObjectType::new("0-14", "quotes", "quote")
        .with(&["hs_expiration_date", "hs_status", "hs_title"], &["hs_title", "hs_expiration_date"]),
    ObjectType::engagement("0-46", "notes", "note"),
    ObjectType::engagement("0-48", "calls", "call"),
    ObjectType::engagement("0-49", "emails", "email"),
    ObjectType::engagement("0-47", "meetings", "meeting"),
    ObjectType::engagement("0-27", "tasks", "task"),
    ObjectType {
        unique: Some("frame_number"),
        ..ObjectType::new(BIKES, "bikes", "bike").with(&["frame_number", "model"], &["model"])
    },
    ObjectType::new("0-136", "leads", "lead").with(&["hs_lead_name"], &["hs_lead_name"]),
    ObjectType::new("0-123", "orders", "order").with(&["hs_order_name"], &[]),
    ObjectType::new("0-142", "carts", "cart").with(&[], &[]),
    ObjectType::new("0-53", "invoices", "invoice").with(&[], &[]),
    ObjectType::new("0-69", "subscriptions", "subscription").with(&[], &[]),
    ObjectType::new("0-18", "communications", "communication").with(&[], &[]),
    ObjectType::new("0-116", "postal_mail", "postal_mail").with(&[], &[]),
    ObjectType::new("0-162", "services", "service").with(&["hs_name"], &[]),
    ObjectType::new("0-410", "courses", "course").with(&["hs_course_name"], &[]),
    ObjectType::new("0-420", "listings", "listing").with(&["hs_name"], &[]),
    ObjectType::new("0-421", "appointments", "appointment").with(&["hs_appointment_name"], &[]),
];

/// The type of a name that the code itself gives.
pub(crate) fn kind(name: &str) -> &'static ObjectType {
    OBJECT_TYPES.iter().find(|kind| kind.name == name).expect("BUG: the code names types that exist")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_ids_and_qualified_names_lead_to_the_same_type() {
        for segment in ["0-3", "deals", "deal", "DEAL"] {
            assert_eq!(ObjectType::find(segment, 7).unwrap().name, "deals");
        }
        for segment in ["bikes", "p_bikes", "p7_bikes", BIKES] {
            assert_eq!(ObjectType::find(segment, 7).unwrap().id, BIKES);
        }
        assert!(ObjectType::find("p8_bikes", 7).is_none());
    }
}
