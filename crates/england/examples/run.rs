//! Times a run of England: `cargo run --release --example run -- WEEKS WARM_UP THREADS
//! [AUTHORITIES]`.
use balcony_engine::calendar::{Date, Week};
use balcony_engine::rng::RngKey;
use balcony_england::simulate::{Collected, digest};
use balcony_england::{Country, Plan, Spread};
fn main() {
    let a: Vec<u32> = std::env::args().skip(1).filter_map(|x| x.parse().ok()).collect();
    let start = Week::on_or_after(Date::new(2019, 4, 1).unwrap());
    let mut plan = Plan::england(start, a[1], balcony_scenario::presets::incumbent());
    if let Some(n) = a.get(3) {
        let step = 153 / *n as usize;
        let ids: Vec<u16> = (0..*n as usize).map(|i| 1 + (i * step) as u16).collect();
        plan = plan.only(&ids);
    }
    let rss = |what: &str| {
        let st = std::fs::read_to_string("/proc/self/status").unwrap();
        println!(
            "{what} {} {}",
            st.lines().find(|l| l.starts_with("VmHWM")).unwrap(),
            st.lines().find(|l| l.starts_with("VmRSS")).unwrap()
        );
    };
    rss("plan");
    rayon::ThreadPoolBuilder::new().num_threads(a[2] as usize).build_global().unwrap();
    let t = std::time::Instant::now();
    let mut c = Country::begin(&plan, RngKey { seed: 1, replicate: 0 }, Spread::Authorities).unwrap();
    println!(
        "begin {:.2} s usual {:?} {} MB, {} children",
        t.elapsed().as_secs_f64(),
        c.usual,
        c.worlds.iter().map(|w| w.bytes()).sum::<usize>() / 1000000,
        c.worlds.iter().map(|w| w.population.children.len()).sum::<usize>()
    );
    rss("begun");
    let t = std::time::Instant::now();
    let mut sums = vec![Collected::default(); plan.members.len()];
    let mut log = Vec::new();
    c.advance(&plan, a[0], &mut sums, &mut log, Spread::Authorities).unwrap();
    println!(
        "weeks {:.2} s, {} members, digest {:016x}, {} entries",
        t.elapsed().as_secs_f64(),
        plan.members.len(),
        digest(&sums),
        log.len()
    );
    let st = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", st.lines().find(|l| l.starts_with("VmHWM")).unwrap());
    let o = c.outcomes(&plan, &sums);
    let h = balcony_engine::measure::outcome_index("director-changes").unwrap();
    println!("director-changes mean {:.3} a year", o.iter().map(|o| o[h]).sum::<f64>() / o.len() as f64);
    println!("world bytes {} MB, consts?", c.worlds.iter().map(|w| w.bytes()).sum::<usize>() / 1000000);
    let lev: Vec<f64> = c.market.places.iter().map(|p| p.level.level()).collect();
    let m = lev.iter().sum::<f64>() / lev.len() as f64;
    println!(
        "level mean {:.3} sd {:.3} echo {:.3} drives {:.3}",
        m,
        (lev.iter().map(|x| (x - m) * (x - m)).sum::<f64>() / lev.len() as f64).sqrt(),
        c.market.echo,
        c.market.places.iter().map(|p| p.drives).sum::<f64>() / lev.len() as f64
    );
    println!("supply {:.3}", c.worlds[0].service.environment.agency_supply);
    let j = |k| c.market.places.iter().filter(|p| p.level.judgement == k).count();
    println!("judgements {:?}", [j(0), j(1), j(2), j(3)]);
}
