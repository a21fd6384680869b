//! The scenarios that ship with the program, compiled in.

/// Name and text of each scenario, sorted by name.
pub const SHIPPED: [(&str, &str); 14] = [
    ("childrens-centre", include_str!("../../../../scenarios/childrens-centre.toml")),
    ("community-governance", include_str!("../../../../scenarios/community-governance.toml")),
    ("crushing-climate", include_str!("../../../../scenarios/crushing-climate.toml")),
    ("culture-shift", include_str!("../../../../scenarios/culture-shift.toml")),
    ("culture-slippage", include_str!("../../../../scenarios/culture-slippage.toml")),
    ("development-programme", include_str!("../../../../scenarios/development-programme.toml")),
    ("federation-of-academies", include_str!("../../../../scenarios/federation-of-academies.toml")),
    ("first-three-years", include_str!("../../../../scenarios/first-three-years.toml")),
    ("fixed-changes", include_str!("../../../../scenarios/fixed-changes.toml")),
    ("high-profile-case", include_str!("../../../../scenarios/high-profile-case.toml")),
    ("new-director", include_str!("../../../../scenarios/new-director.toml")),
    ("tight-budgets", include_str!("../../../../scenarios/tight-budgets.toml")),
    ("transition-risks", include_str!("../../../../scenarios/transition-risks.toml")),
    ("whole-town-school", include_str!("../../../../scenarios/whole-town-school.toml")),
];
