//! Makes `src/app/common.bin`, the list of passwords that are tried first everywhere, of a file of passwords, a line each, the
//! most used first: `cargo run --package server --example common_passwords -- LIST`.

use std::{collections::BTreeSet, error::Error, fs, path::Path};

use model::staff::PASSWORD_MIN;
use server::app::common::{KEPT, print};

fn main() -> Result<(), Box<dyn Error>> {
    let list = std::env::args().nth(1).ok_or("name the file of passwords")?;
    let mut prints = BTreeSet::new();
    for password in fs::read_to_string(list)?.lines().filter(|line| line.chars().count() >= PASSWORD_MIN) {
        prints.insert(print(password));
        if prints.len() == KEPT {
            break;
        }
    }
    if prints.len() < KEPT {
        return Err(format!("the list has no more than {} passwords that are long enough", prints.len()).into());
    }
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app/common.bin");
    fs::write(to, prints.into_iter().flatten().collect::<Vec<u8>>())?;
    Ok(())
}
