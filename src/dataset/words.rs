//! Words of the dataset that stand for one of a few things.

/// An enum whose variants are words in data and JSON. `Debug` is the Rust that the build writes.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident {
        $($(#[$note:meta])* $variant:ident = $id:literal $(, $words:literal)?;)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$note])* #[serde(rename = $id)] $variant,)*
        }

        impl $name {
            /// Every one of them.
            #[allow(dead_code, reason = "not every word is enumerated")]
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word in data and JSON.
            #[allow(dead_code, reason = "not every word is printed")]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The words for it.
            #[allow(dead_code, reason = "not every word is printed")]
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $crate::dataset::words::words!(@ $id $(, $words)?),)* }
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => concat!(stringify!($name), "::", stringify!($variant)),)*
                })
            }
        }
    };
    (@ $id:literal) => { $id };
    (@ $id:literal, $words:literal) => { $words };
}
pub(in crate::dataset) use words;
