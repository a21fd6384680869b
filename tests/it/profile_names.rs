//! Authorities are found by the names and codes that people use, and a name that is not found is
//! explained.

use balcony::profiles::{Profile, all, find, resolve};

/// Referrals per child and year.
fn rate(profile: &Profile) -> f64 {
    let authority = profile.authority();
    authority.referrals / authority.children
}

#[test]
fn every_name_and_code_finds_its_own() {
    for profile in all() {
        let forms = [
            profile.code.to_string(),
            profile.code.to_lowercase(),
            profile.old_code.to_string(),
            profile.name.to_string(),
            profile.name.to_uppercase(),
            profile.name.replace(' ', "-").to_lowercase(),
            profile.name.replace(" and ", " & "),
            profile.name.replace('-', " "),
            format!("  {} Council ", profile.name),
        ];
        for form in forms {
            match find(&form) {
                Ok(found) => assert_eq!(found.code, profile.code, "{form}"),
                Err(error) => panic!("{form}: {error}"),
            }
        }
    }
}

#[test]
fn loose_names_are_understood() {
    let pairs = [
        ("Hull", "Kingston upon Hull, City of"),
        ("kingston-upon-hull", "Kingston upon Hull, City of"),
        ("City of Kingston upon Hull", "Kingston upon Hull, City of"),
        ("St Helens", "St. Helens"),
        ("Saint Helens", "St. Helens"),
        ("bristol", "Bristol, City of"),
        ("Durham", "County Durham"),
        ("Durham County Council", "County Durham"),
        ("southend", "Southend-on-Sea"),
        ("Telford", "Telford and Wrekin"),
        ("brighton", "Brighton and Hove"),
        ("BRIGHTON & HOVE", "Brighton and Hove"),
        ("newcastle", "Newcastle upon Tyne"),
        ("Stoke", "Stoke-on-Trent"),
        ("York", "York"),
        ("Nottingham City Council", "Nottingham"),
        ("Herefordshire", "Herefordshire, County of"),
        ("Royal Borough of Kensington & Chelsea", "Kensington and Chelsea"),
        ("London Borough of Hackney", "Hackney"),
        ("City of London Corporation", "City of London"),
        ("Bath", "Bath and North East Somerset"),
        ("North Yorkshire", "North Yorkshire"),
        ("Richmond", "Richmond upon Thames"),
        ("Essex County Council", "Essex"),
        ("E06000048", "Northumberland"),
        ("E08000020", "Gateshead"),
        ("E08000039", "Sheffield"),
    ];
    for (text, name) in pairs {
        match find(text) {
            Ok(found) => assert_eq!(found.name, name, "{text}"),
            Err(error) => panic!("{text}: {error}"),
        }
    }
    assert_eq!(find("Inner London").map(|profile| profile.id), Ok(9002));
    assert_eq!(find("england").map(|profile| profile.id), Ok(9000));
}

#[test]
fn former_authorities_resolve_or_name_their_successors() {
    for (text, name) in [
        ("Poole", "Bournemouth, Christchurch and Poole"),
        ("837", "Bournemouth, Christchurch and Poole"),
        ("E10000023", "North Yorkshire"),
        ("835", "Dorset"),
    ] {
        match resolve(text) {
            Ok(found) => {
                assert_eq!(found.profile.name, name);
                assert!(found.note.is_some_and(|note| note.contains(name)), "{text}");
            }
            Err(error) => panic!("{text}: {error}"),
        }
    }
    assert!(resolve("Dorset").is_ok_and(|found| found.note.is_none()));
    for text in ["Cumbria", "E10000006", "909", "cumbria county council"] {
        let error = find(text).map(|profile| profile.name).expect_err(text);
        assert_eq!(error.nearest, ["Cumberland", "Westmorland and Furness"]);
        let told = error.to_string();
        assert!(told.contains("Cumberland and Westmorland and Furness took over in 2023"), "{told}");
    }
    for text in ["Northamptonshire", "northants", "928"] {
        let error = find(text).map(|profile| profile.name).expect_err(text);
        assert_eq!(error.nearest, ["North Northamptonshire", "West Northamptonshire"], "{text}");
    }
    let (a, b) = (find("Cumberland"), find("Westmorland & Furness"));
    if let (Ok(a), Ok(b)) = (a, b) {
        assert!((rate(a) / rate(b) - 1.0).abs() < 1e-9, "the rate of Cumbria");
    }
}

#[test]
fn typing_errors_get_near_names() {
    for (text, name) in [
        ("Manchestr", "Manchester"),
        ("Leicster", "Leicester"),
        ("Birmigham", "Birmingham"),
        ("shire-conty", "shire-county"),
        ("Westmoreland", "Westmorland and Furness"),
        ("Hammersmit", "Hammersmith and Fulham"),
    ] {
        let error = find(text).map(|profile| profile.name).expect_err(text);
        assert!(error.nearest.iter().any(|near| near == name), "{text}: {:?}", error.nearest);
        assert!(error.to_string().contains("did you mean"), "{error}");
    }
    for text in [
        "",
        "  ",
        "London",
        "Kingston",
        "E06000099",
        "W06000015",
        "999",
        "Atlantis of the Deep",
        "\u{1F600}",
        "---",
    ] {
        let error = find(text).map(|profile| profile.name).expect_err(text);
        assert!(!error.to_string().is_empty());
        println!("{error}");
    }
}
