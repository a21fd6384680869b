//! The scenarios that come with the program, compiled in.

/// Name and text of each, by name.
pub const SHIPPED: [(&str, &str); 4] = [
    ("culture-shift", include_str!("../../scenarios/culture-shift.toml")),
    ("high-profile-case", include_str!("../../scenarios/high-profile-case.toml")),
    ("new-director", include_str!("../../scenarios/new-director.toml")),
    ("tight-budgets", include_str!("../../scenarios/tight-budgets.toml")),
];
