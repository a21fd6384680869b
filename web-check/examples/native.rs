//! Prints the digests of the native build, one a line: number, then sixteen hexadecimal digits.
fn main() {
    for scenario in 0..balcony_web_check::scenarios() {
        println!("{scenario} {:016x}", balcony_web_check::digest(scenario));
    }
}
