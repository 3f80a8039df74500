//! HubSpot's operations, what each requires, and search over them.
