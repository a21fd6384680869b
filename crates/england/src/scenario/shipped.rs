//! The national scenarios that ship with the program, compiled in.

/// Name and text of each national scenario, sorted by name.
pub const SHIPPED: [(&str, &str); 7] = [
    ("crushing-climate-england", include_str!("../../../../scenarios/england/crushing-climate-england.toml")),
    (
        "development-programme-england",
        include_str!("../../../../scenarios/england/development-programme-england.toml"),
    ),
    ("england", include_str!("../../../../scenarios/england/england.toml")),
    ("ever-decreasing-circle", include_str!("../../../../scenarios/england/ever-decreasing-circle.toml")),
    ("forty-four-of-152", include_str!("../../../../scenarios/england/forty-four-of-152.toml")),
    ("jump-a-generation", include_str!("../../../../scenarios/england/jump-a-generation.toml")),
    ("twin-posts", include_str!("../../../../scenarios/england/twin-posts.toml")),
];

/// The text of a shipped national scenario.
///
/// ```
/// use balcony_england::scenario::shipped;
/// assert!(shipped("england").is_some() && shipped("nowhere").is_none());
/// ```
pub fn shipped(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
