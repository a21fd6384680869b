//! Who may edit a team's draft.

/// A device: the digest of its token.
pub type Device = String;

/// Who may edit a team's draft: a device, and a tab on it (empty without scripts).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditLock {
    /// The device.
    pub device: Device,
    /// The tab.
    pub tab: String,
    /// Number of its newest draft; drafts that arrive late are ignored.
    pub number: u64,
}
