//! A person for each question, so that a reader sees whose question it is. Nobody of them is real.

/// Question, first name, what the person does, and what the person says.
pub(super) const PEOPLE: [(&str, &str, &str, &str); 14] = [
    ("culture-shift", "Dee", "team manager", "They took the rules away. Nobody said what to do instead."),
    ("high-profile-case", "Owen", "head of safeguarding", "The paper has the street by morning."),
    ("new-director", "Ruth", "director, month nine", "I am leaving. What of it will still stand?"),
    ("tight-budgets", "Sam", "finance", "Eight per cent less money. Fifteen per cent more need."),
    ("whole-town-school", "Ama", "head teacher", "I lead one school. The town needs all of us."),
    ("first-three-years", "Kit", "starting on Monday", "Three years, ten half-days a week, no new money."),
    ("fixed-changes", "Ines", "programme lead", "Three dates are set. Families did not set them."),
    (
        "transition-risks",
        "Tom",
        "social worker",
        "New system, new team, new building. My families are the same.",
    ),
    ("culture-slippage", "Bea", "practice lead", "We had it. I can feel it going."),
    ("crushing-climate", "Leo", "chief executive", "Every week another headline. Who still dares to judge?"),
    (
        "development-programme",
        "Noor",
        "head of people",
        "A million for people. Will it show before she leaves?",
    ),
    ("childrens-centre", "Mia", "health visitor", "We share a kitchen now. Do we share what we know?"),
    (
        "federation-of-academies",
        "Raj",
        "academy lead",
        "The council does not tell me what to do. It may ask.",
    ),
    ("community-governance", "Joan", "resident", "You decide about us. Sit down with us."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_has_one_person_and_every_person_one_question() {
        let shipped = balcony_scenario::scenario::SHIPPED;
        assert_eq!(PEOPLE.len(), shipped.len());
        for (name, _) in shipped {
            let whose: Vec<_> = PEOPLE.iter().filter(|one| one.0 == name).collect();
            assert_eq!(whose.len(), 1, "{name}");
            assert!(whose[0].3.split_whitespace().count() <= 12, "{name}: one breath");
        }
    }
}
