//! First names for children and leaders in stories: a reader follows Maya more easily than a
//! number. A name says nothing about a person; it is chosen by the person's identity, so that it is
//! the same in every story. Nobody is real.

use balcony_engine::rng::EntityId;

/// The names, of many languages that are spoken in England.
const NAMES: [&str; 64] = [
    "Ada", "Aisha", "Alfie", "Amir", "Anya", "Asha", "Ayo", "Bella", "Ben", "Callum", "Chloe", "Daisy",
    "Dev", "Elif", "Ella", "Emre", "Ethan", "Eva", "Farah", "Femi", "Finn", "Freya", "George", "Grace",
    "Hana", "Harry", "Ibrahim", "Imani", "Isla", "Jack", "Jada", "Jakub", "Kai", "Kofi", "Layla", "Leah",
    "Leo", "Lily", "Lucas", "Marek", "Maya", "Mei", "Mila", "Mo", "Nadia", "Nia", "Noah", "Oscar", "Poppy",
    "Priya", "Rosa", "Ruby", "Ryan", "Safia", "Sami", "Sofia", "Tariq", "Theo", "Tia", "Toby", "Yusuf",
    "Zain", "Zara", "Zoe",
];

/// Initials of leaders' second names.
const INITIALS: &[u8] = b"ABCDEFGHJKLMNOPRSTVW";

/// First name of the child with a name by [`super::id::text`].
pub fn first_name(id: &str) -> &'static str {
    NAMES[number(id.bytes()) % NAMES.len()]
}

/// Name of a leader: a first name and an initial, so that colleagues rarely share one.
///
/// ```
/// use balcony_engine::rng::EntityId;
/// use balcony_report::trace::first_name::leader_name;
/// let name = leader_name(EntityId::leader(3, 2, 1));
/// assert!(name.ends_with('.') && name == leader_name(EntityId::leader(3, 2, 1)));
/// ```
pub fn leader_name(person: EntityId) -> String {
    let number = number(person.0.to_le_bytes());
    let initial = char::from(INITIALS[number / NAMES.len() % INITIALS.len()]);
    format!("{} {initial}.", NAMES[number % NAMES.len()])
}

fn number(id: impl IntoIterator<Item = u8>) -> usize {
    // FNV-1a, whose upper bits are folded onto the lower ones.
    let hash =
        id.into_iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 15) as usize
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
