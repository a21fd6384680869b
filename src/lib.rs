//! Balcony.
