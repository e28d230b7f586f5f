//! Parses a file into the toml crate's own table, and says how many tables are at its top.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).ok_or("which file?")?;
    let text = std::fs::read_to_string(path)?;
    let table: toml::Table = text.parse()?;
    println!("{}", table.len());
    Ok(())
}
