//! The object types: their names and ids, and the properties that matter to the API.

/// The type id of the custom object that every account has.
pub(crate) const BIKES: &str = "2-30411207";

/// An object type, HubSpot's own or a custom one.
#[derive(Debug)]
pub(crate) struct ObjectType {
    /// Such as `0-1`; custom objects begin with `2-`.
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) singular: &'static str,
    /// The property with the creation time.
    pub(crate) created: &'static str,
    /// The property with the time of the last change.
    pub(crate) modified: &'static str,
    /// The properties of a response whose request names none.
    pub(crate) default_properties: &'static [&'static str],
    /// The properties that a new record must have.
    pub(crate) required: &'static [&'static str],
    /// A property whose value identifies one record.
    pub(crate) unique: Option<&'static str>,
    /// The properties with the pipeline and the stage, if the type has pipelines.
    pub(crate) pipeline: Option<(&'static str, &'static str)>,
    /// Among the types that this account has defined; `None` for those that every account has.
    pub(crate) own_number: Option<usize>,
}

/// Two definitions of one type are the same type.
impl PartialEq for ObjectType {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for ObjectType {}

impl ObjectType {
    /// Whether this is its id, or its name: for HubSpot's own the plural or the singular, for a custom object one with
    /// `p_` or the portal before it, since its bare name is not understood. Upper and lower case are the same.
    pub(crate) fn is_called(&self, segment: &str, portal_id: u64) -> bool {
        let is = |name: &str| segment.eq_ignore_ascii_case(name);
        if self.is_custom() {
            is(self.id) || is(&format!("p_{}", self.name)) || is(&self.fully_qualified(portal_id))
        } else {
            is(self.id) || self.has_bare_name(segment)
        }
    }

    /// Whether this is its plural or its singular, which no other type may be called.
    pub(crate) fn has_bare_name(&self, name: &str) -> bool {
        [self.name, self.singular].iter().any(|own| name.eq_ignore_ascii_case(own))
    }

    /// Whether a portal defined the type, not HubSpot.
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

    /// Its place among all types of the account.
    pub(super) fn position(&self) -> u64 {
        let place = || OBJECT_TYPES.iter().position(|kind| kind.id == self.id).unwrap_or_default();
        self.own_number.map_or_else(place, |number| OBJECT_TYPES.len() + number) as u64
    }

    /// The id of the first record. Each type has its own range, so that an id of the wrong type is never
    /// found.
    pub(crate) fn first_record_id(&self) -> u64 {
        (self.position() + 1) * 1_000_000_000 + 101
    }

    pub(super) const fn new(id: &'static str, name: &'static str, singular: &'static str) -> Self {
        Self {
            id,
            name,
            singular,
            created: "hs_createdate",
            modified: "hs_lastmodifieddate",
            default_properties: &[],
            required: &[],
            unique: None,
            pipeline: None,
            own_number: None,
        }
    }

    /// HubSpot's first object types name the creation time `createdate`.
    const fn first_generation(id: &'static str, name: &'static str, singular: &'static str) -> Self {
        let mut kind = Self::new(id, name, singular);
        kind.created = "createdate";
        kind
    }

    const fn with(
        mut self,
        default_properties: &'static [&'static str],
        required: &'static [&'static str],
    ) -> Self {
        self.default_properties = default_properties;
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

/// All object types, as every account has them.
pub(crate) static OBJECT_TYPES: &[ObjectType] = &[
    ObjectType {
        modified: "lastmodifieddate",
        unique: Some("email"),
        ..ObjectType::first_generation("0-1", "contacts", "contact")
            .with(&["email", "firstname", "lastname"], &[])
    },
    ObjectType::first_generation("0-2", "companies", "company").with(&["domain", "name"], &[]),
    ObjectType::first_generation("0-3", "deals", "deal")
        .with(&["amount", "closedate", "dealname", "dealstage", "pipeline"], &[])
        .in_pipeline("pipeline", "dealstage"),
    ObjectType::first_generation("0-5", "tickets", "ticket")
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
        ..ObjectType::first_generation("0-7", "products", "product")
            .with(&["description", "name", "price"], &[])
    },
    ObjectType::first_generation("0-8", "line_items", "line_item").with(&["hs_product_id", "quantity"], &[]),
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
    ObjectType::new("0-11", "conversations", "conversation"),
    ObjectType::new("0-19", "feedback_submissions", "feedback_submission"),
    ObjectType::new("0-28", "forms", "form"),
    ObjectType::new("0-72", "deal_splits", "deal_split"),
    ObjectType::new("0-74", "goal_targets", "goal_target").with(&["hs_goal_name"], &[]),
    ObjectType::new("0-84", "discounts", "discount"),
    ObjectType::new("0-85", "fees", "fee"),
    ObjectType::new("0-86", "taxes", "tax"),
    ObjectType::new("0-101", "commerce_payments", "commerce_payment"),
];

/// The object type with a name that is fixed in the code.
pub(crate) fn object_type(name: &str) -> &'static ObjectType {
    OBJECT_TYPES.iter().find(|kind| kind.name == name).expect("BUG: the code names types that exist")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_ids_and_qualified_names_lead_to_the_same_type() {
        let find = |segment: &str| OBJECT_TYPES.iter().find(|kind| kind.is_called(segment, 7));
        for segment in ["0-3", "deals", "deal", "DEAL"] {
            assert_eq!(find(segment).unwrap().name, "deals");
        }
        for segment in ["p_bikes", "p7_bikes", "P7_Bikes", BIKES] {
            assert_eq!(find(segment).unwrap().id, BIKES);
        }
        for segment in ["bikes", "bike", "p8_bikes"] {
            assert!(find(segment).is_none(), "{segment}");
        }
    }
}
