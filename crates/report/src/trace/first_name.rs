//! First names for children in stories: a reader follows Maya more easily than a number. A name says
//! nothing about a child; it is chosen by the child's identity, so that it is the same in every
//! story. Nobody is real.

/// The names, of many languages that are spoken in England.
const NAMES: [&str; 64] = [
    "Ada", "Aisha", "Alfie", "Amir", "Anya", "Asha", "Ayo", "Bella", "Ben", "Callum", "Chloe", "Daisy",
    "Dev", "Elif", "Ella", "Emre", "Ethan", "Eva", "Farah", "Femi", "Finn", "Freya", "George", "Grace",
    "Hana", "Harry", "Ibrahim", "Imani", "Isla", "Jack", "Jada", "Jakub", "Kai", "Kofi", "Layla", "Leah",
    "Leo", "Lily", "Lucas", "Marek", "Maya", "Mei", "Mila", "Mo", "Nadia", "Nia", "Noah", "Oscar", "Poppy",
    "Priya", "Rosa", "Ruby", "Ryan", "Safia", "Sami", "Sofia", "Tariq", "Theo", "Tia", "Toby", "Yusuf",
    "Zain", "Zara", "Zoe",
];

/// First name of the child with a name by [`super::id::text`].
pub fn first_name(id: &str) -> &'static str {
    // FNV-1a, whose upper bits are folded onto the lower ones.
    let hash =
        id.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let number = (hash ^ hash >> 15) as usize;
    NAMES[number % NAMES.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_name_belongs_to_a_child_and_siblings_rarely_share_one() {
        assert_eq!(first_name("2019-05-13-schools-4b"), first_name("2019-05-13-schools-4b"));
        let all: BTreeSet<&str> = NAMES.into_iter().collect();
        assert_eq!(all.len(), NAMES.len());
        let given: BTreeSet<&str> =
            (1..400).map(|family| first_name(&format!("2020-01-20-public-{family}a"))).collect();
        assert!(given.len() > 55, "{}", given.len());
        assert_ne!(first_name("2019-05-13-schools-4a"), first_name("2019-05-13-schools-4b"));
    }
}
