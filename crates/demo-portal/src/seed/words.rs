//! The words that generated records are made of.

pub(super) const FIRST_NAMES: &[&str] = &[
    "Ada", "Amir", "Anouk", "Bela", "Carla", "Chidi", "Clara", "Dario", "Edda", "Elif", "Emeka", "Farah",
    "Goran", "Greta", "Hana", "Ines", "Ivo", "Jana", "Jonas", "Kaito", "Katya", "Lars", "Leila", "Lin",
    "Luca", "Malik", "Mara", "Mina", "Nadia", "Nils", "Noor", "Oskar", "Pia", "Quentin", "Rosa", "Sami",
    "Selma", "Tariq", "Thea", "Uma", "Vera", "Wanda", "Xenia", "Yara", "Yusuf", "Zoe",
];

pub(super) const LAST_NAMES: &[&str] = &[
    "Abbot",
    "Achterberg",
    "Ainsley",
    "Bachmann",
    "Bellamy",
    "Carvalho",
    "Castellan",
    "Dahlgren",
    "Devereux",
    "Eberhart",
    "Eklund",
    "Fairweather",
    "Ferrante",
    "Galloway",
    "Grünwald",
    "Hartigan",
    "Holmqvist",
    "Ibarra",
    "Ingram",
    "Jaworski",
    "Kessler",
    "Kowalczyk",
    "Lachance",
    "Lindqvist",
    "Marchetti",
    "Moreau",
    "Nakata",
    "Novotna",
    "Okafor",
    "Osterman",
    "Pemberton",
    "Petrov",
    "Quarrie",
    "Rasmussen",
    "Rossi",
    "Saldanha",
    "Steiner",
    "Tanaka",
    "Thornbury",
    "Ueda",
    "Vance",
    "Vogel",
    "Whitlock",
    "Yilmaz",
    "Zeller",
];

pub(super) const COMPANY_FIRST: &[&str] = &[
    "Alder", "Amber", "Bright", "Cedar", "Clear", "Copper", "Delta", "Ember", "Fern", "Granite", "Harbour",
    "Iron", "Juniper", "Keystone", "Larch", "Maple", "Meridian", "North", "Orchard", "Pioneer", "Quarry",
    "River", "Silver", "Summit", "Tidal", "Upland", "Vista", "Willow",
];

pub(super) const COMPANY_SECOND: &[&str] = &[
    "Analytics",
    "Bakeries",
    "Clinics",
    "Cycles",
    "Energy",
    "Foods",
    "Freight",
    "Gardens",
    "Instruments",
    "Kitchens",
    "Labs",
    "Logistics",
    "Mills",
    "Networks",
    "Optics",
    "Paper",
    "Robotics",
    "Software",
    "Studios",
    "Textiles",
    "Tools",
    "Works",
];

/// City and country.
pub(super) const PLACES: &[(&str, &str)] = &[
    ("Berlin", "Germany"),
    ("Hamburg", "Germany"),
    ("Wien", "Austria"),
    ("Zürich", "Switzerland"),
    ("Utrecht", "Netherlands"),
    ("Lyon", "France"),
    ("Milano", "Italy"),
    ("Porto", "Portugal"),
    ("Dublin", "Ireland"),
    ("Leeds", "United Kingdom"),
    ("Aarhus", "Denmark"),
    ("Malmö", "Sweden"),
    ("Boston", "United States"),
    ("Denver", "United States"),
];

pub(super) const JOB_TITLES: &[&str] = &[
    "Account manager",
    "Buyer",
    "Chief executive",
    "Controller",
    "Data analyst",
    "Developer",
    "Head of marketing",
    "Head of sales",
    "IT manager",
    "Office manager",
    "Operations lead",
    "Product manager",
    "Revenue operations lead",
    "Support engineer",
];

pub(super) const INDUSTRIES: &[&str] = &[
    "COMPUTER_SOFTWARE",
    "CONSTRUCTION",
    "FOOD_PRODUCTION",
    "HOSPITAL_HEALTH_CARE",
    "MACHINERY",
    "RENEWABLES_ENVIRONMENT",
    "RETAIL",
    "TRANSPORTATION_TRUCKING_RAILROAD",
];

pub(super) const LIFECYCLE_STAGES: &[&str] =
    &["subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer"];

pub(super) const LEAD_STATUSES: &[&str] =
    &["NEW", "OPEN", "IN_PROGRESS", "CONNECTED", "ATTEMPTED_TO_CONTACT"];

/// Name, price, billing frequency.
pub(super) const PRODUCTS: &[(&str, u32, &str)] = &[
    ("Starter plan", 49, "monthly"),
    ("Team plan", 199, "monthly"),
    ("Company plan", 899, "monthly"),
    ("Onboarding workshop", 1_200, ""),
    ("Data migration", 2_400, ""),
    ("Premium support", 350, "monthly"),
    ("Sensor kit", 85, ""),
    ("Gateway", 240, ""),
    ("Annual licence", 4_800, "annually"),
    ("Training day", 980, ""),
    ("Custom report", 640, ""),
    ("Spare parts set", 130, ""),
];

pub(super) const DEAL_SUBJECTS: &[&str] =
    &["renewal", "new licence", "expansion", "pilot", "migration project", "support contract", "second site"];

pub(super) const TICKET_SUBJECTS: &[(&str, &str)] = &[
    ("Invoice shows the wrong address", "BILLING_ISSUE"),
    ("Export stops at 10,000 rows", "PRODUCT_ISSUE"),
    ("How do I add a second user?", "GENERAL_INQUIRY"),
    ("Dashboard loads slowly in the morning", "PRODUCT_ISSUE"),
    ("Please add a dark theme", "FEATURE_REQUEST"),
    ("Password mail does not arrive", "PRODUCT_ISSUE"),
    ("Charged twice in March", "BILLING_ISSUE"),
];

pub(super) const BIKE_MODELS: &[&str] =
    &["City Seven", "Gravel Two", "Cargo Long", "Folder Mini", "Trail Nine"];
pub(super) const COLORS: &[&str] = &["black", "blue", "green", "red", "white"];

pub(super) const NOTE_TEXTS: &[&str] = &[
    "Asked for a quote with two years' term.",
    "Wants to see the new dashboard before signing.",
    "Prefers to be called in the afternoon.",
    "Moved the decision to next quarter.",
    "Introduced us to the colleague who runs procurement.",
    "Happy with the pilot, will roll out to the second site.",
];

/// Forms: name, and the properties that their fields write.
pub(super) const FORMS: &[(&str, &[&str])] = &[
    ("Contact us", &["email", "firstname", "lastname", "phone"]),
    ("Newsletter", &["email", "firstname"]),
    ("Ask for an offer", &["email", "lastname", "company", "city"]),
];

pub(super) const EMAIL_SUBJECTS: &[&str] =
    &["New this spring", "Service for your fleet", "Three questions", "Before the holidays"];

pub(super) const WORKFLOWS: &[&str] = &["Welcome new contacts", "Win back customers", "Ask for a review"];

/// Files: name, extension, bytes.
pub(super) const FILES: &[(&str, &str, u64)] =
    &[("logo", "svg", 4_812), ("price-list", "pdf", 188_204), ("workshop", "jpg", 912_330)];
