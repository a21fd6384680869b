//! The list of mechanisms that have parameters.

/// The list of sections: field, type, section of the key. One line a mechanism.
macro_rules! sections {
    ($($field:ident: $type:path, $section:literal;)*) => {
        /// Every parameter of the market.
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct Parameters {
            $(#[doc = concat!("Section `", $section, "`.")] pub $field: $type,)*
        }

        impl Parameters {
            /// The registry: every parameter, in the order of the mechanisms.
            ///
            /// ```
            /// use balcony_market::Parameters;
            /// let row = Parameters::registry().find(|row| row.key == "leaving.level").unwrap();
            /// assert!(row.low <= row.default && row.default <= row.high);
            /// ```
            pub fn registry() -> impl Iterator<Item = &'static Parameter> {
                [$(<$type>::REGISTRY),*].into_iter().flatten()
            }

            /// The value called `key`, for reading or setting.
            ///
            /// ```
            /// use balcony_market::Parameters;
            /// let mut parameters = Parameters::default();
            /// *parameters.value("leaving.level").unwrap() = 0.2;
            /// assert_eq!(parameters.leaving.level, 0.2);
            /// assert_eq!(parameters.value("leaving.nothing"), None);
            /// ```
            pub fn value(&mut self, key: &str) -> Option<&mut f64> {
                let (section, field) = key.split_once('.')?;
                match section { $($section => self.$field.field(field),)* _ => None }
            }
        }
    };
}
