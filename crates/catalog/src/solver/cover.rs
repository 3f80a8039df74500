//! The cheapest set of items that meets every clause: exact, by branch and bound, with reductions at every branch.
//!
//! Knows nothing of scopes: items are numbers, a clause is a list of alternatives, an alternative a list of items that
//! are all needed. Real sets of endpoints are almost always solved by the reductions alone.

use std::collections::BTreeSet;

/// Items that are all needed, ascending.
pub(crate) type Alternative = Vec<usize>;
/// Alternatives, any of which is enough.
pub(crate) type Clause = Vec<Alternative>;

struct Found {
    cost: u64,
    items: Vec<usize>,
}

/// The cheapest items that meet all clauses, ascending. Every clause must have an alternative.
pub(crate) fn cheapest(clauses: Vec<Clause>, costs: &[u64]) -> Vec<usize> {
    let found = solve(clauses, costs, u64::MAX);
    let mut items = found.map(|found| found.items).unwrap_or_default();
    items.sort_unstable();
    items
}

/// The cheapest solution that costs less than `budget`.
fn solve(mut clauses: Vec<Clause>, costs: &[u64], budget: u64) -> Option<Found> {
    let mut items = Vec::new();
    reduce(&mut clauses, costs, &mut items);
    let cost = items.iter().map(|item| costs[*item]).sum();
    let solved = Found { cost, items };
    if cost >= budget {
        return None;
    }
    let mut parts = split(clauses);
    match parts.len() {
        0 => Some(solved),
        1 => parts.pop().and_then(|part| branch(&part, costs, budget - cost)).map(|found| solved.and(found)),
        _ => solve_parts(parts, costs, budget, solved),
    }
}

impl Found {
    fn and(mut self, other: Found) -> Found {
        self.cost += other.cost;
        self.items.extend(other.items);
        self
    }
}

/// Solves parts that share no item one by one. The least cost of the remaining parts is reserved for them.
fn solve_parts(parts: Vec<Vec<Clause>>, costs: &[u64], budget: u64, so_far: Found) -> Option<Found> {
    let least: Vec<u64> = parts.iter().map(|part| least_cost(part, costs)).collect();
    let mut reserved: u64 = least.iter().sum();
    let mut solved = so_far;
    for (part, least) in parts.into_iter().zip(least) {
        reserved -= least;
        let left = budget.checked_sub(solved.cost + reserved)?;
        solved = solved.and(solve(part, costs, left)?);
    }
    Some(solved)
}

/// Tries the item that occurs in most alternatives, then without it.
fn branch(clauses: &[Clause], costs: &[u64], budget: u64) -> Option<Found> {
    if least_cost(clauses, costs) >= budget {
        return None;
    }
    let item = most_wanted(clauses, costs.len());
    let with = budget.checked_sub(costs[item]).and_then(|left| solve(with_item(clauses, item), costs, left));
    let with = with.map(|found| Found { cost: costs[item], items: vec![item] }.and(found));
    let budget = with.as_ref().map_or(budget, |found| found.cost);
    let without = without_item(clauses, item).and_then(|clauses| solve(clauses, costs, budget));
    without.or(with)
}

fn most_wanted(clauses: &[Clause], items: usize) -> usize {
    let mut wanted = vec![0_usize; items];
    for item in clauses.iter().flatten().flatten() {
        wanted[*item] += 1;
    }
    (0..items).rev().max_by_key(|item| wanted[*item]).unwrap_or(0)
}

fn with_item(clauses: &[Clause], item: usize) -> Vec<Clause> {
    let mut clauses = clauses.to_vec();
    choose(&mut clauses, item);
    clauses
}

/// `None` where a clause cannot be met without the item.
fn without_item(clauses: &[Clause], item: usize) -> Option<Vec<Clause>> {
    let keep = |clause: &Clause| -> Clause {
        clause.iter().filter(|alternative| !alternative.contains(&item)).cloned().collect()
    };
    let clauses: Vec<Clause> = clauses.iter().map(keep).collect();
    clauses.iter().all(|clause| !clause.is_empty()).then_some(clauses)
}

/// Removes the item from all alternatives, and the clauses that it meets.
fn choose(clauses: &mut Vec<Clause>, item: usize) {
    for alternative in clauses.iter_mut().flatten() {
        alternative.retain(|other| *other != item);
    }
    clauses.retain(|clause| clause.iter().all(|alternative| !alternative.is_empty()));
}

/// Reduces the problem without losing its cheapest solution, until no rule applies.
fn reduce(clauses: &mut Vec<Clause>, costs: &[u64], chosen: &mut Vec<usize>) {
    loop {
        tidy(clauses);
        if let Some(item) = clauses.iter().find_map(needed_by_all) {
            choose(clauses, item);
            chosen.push(item);
            continue;
        }
        drop_implied_clauses(clauses);
        if !drop_dominated_items(clauses, costs) {
            return;
        }
    }
}

/// Sorts, and removes alternatives that contain another one, and repeated clauses.
fn tidy(clauses: &mut Vec<Clause>) {
    for clause in clauses.iter_mut() {
        clause.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        let mut minimal: Clause = Vec::with_capacity(clause.len());
        for alternative in clause.drain(..) {
            if !minimal.iter().any(|smaller| contains(&alternative, smaller)) {
                minimal.push(alternative);
            }
        }
        *clause = minimal;
    }
    clauses.sort();
    clauses.dedup();
}

/// Whether `larger` contains all of `smaller`; both are ascending.
fn contains(larger: &[usize], smaller: &[usize]) -> bool {
    smaller.len() <= larger.len() && smaller.iter().all(|item| larger.binary_search(item).is_ok())
}

/// An item that occurs in every alternative.
fn needed_by_all(clause: &Clause) -> Option<usize> {
    let first = clause.first()?;
    first.iter().copied().find(|item| clause.iter().all(|other| other.binary_search(item).is_ok()))
}

/// Whoever meets `strict` meets `lax` too.
fn implies(strict: &Clause, lax: &Clause) -> bool {
    strict.iter().all(|alternative| lax.iter().any(|smaller| contains(alternative, smaller)))
}

/// No two clauses are equal here, so of two that imply each other none is lost: tidy clauses that do are equal.
fn drop_implied_clauses(clauses: &mut Vec<Clause>) {
    let is_implied = |at: usize| {
        let others = clauses.iter().enumerate().filter(|(other, _)| *other != at);
        others.into_iter().any(|(_, other)| implies(other, &clauses[at]))
    };
    let mut implied = (0..clauses.len()).map(is_implied).collect::<Vec<_>>().into_iter();
    clauses.retain(|_| !implied.next().unwrap_or(false));
}

/// Removes items that another one, not more expensive, can replace everywhere. Returns whether any was removed.
fn drop_dominated_items(clauses: &mut [Clause], costs: &[u64]) -> bool {
    let items: BTreeSet<usize> = clauses.iter().flatten().flatten().copied().collect();
    let mut dropped = false;
    for item in items.into_iter().rev() {
        if replacement(clauses, costs, item).is_some() {
            for clause in clauses.iter_mut() {
                clause.retain(|alternative| alternative.binary_search(&item).is_err());
            }
            dropped = true;
        }
    }
    dropped
}

/// Another item, not more expensive, that can replace this one.
fn replacement(clauses: &[Clause], costs: &[u64], item: usize) -> Option<usize> {
    let using: Vec<&Clause> =
        clauses.iter().filter(|clause| clause.iter().flatten().any(|i| *i == item)).collect();
    let candidates: BTreeSet<usize> = using.first()?.iter().flatten().copied().collect();
    let does_the_same = |other: usize| using.iter().all(|clause| serves(clause, item, other));
    candidates
        .into_iter()
        .filter(|other| *other != item && costs[*other] <= costs[item])
        .find(|other| does_the_same(*other))
}

/// Every alternative with `item` is, or contains, another alternative once `other` replaces it.
fn serves(clause: &Clause, item: usize, other: usize) -> bool {
    clause.iter().filter(|alternative| alternative.contains(&item)).all(|alternative| {
        let mut swapped: Alternative = alternative.iter().copied().filter(|i| *i != item).collect();
        swapped.push(other);
        swapped.sort_unstable();
        clause.iter().any(|smaller| contains(&swapped, smaller))
    })
}

/// Groups of clauses that share no item with each other.
fn split(clauses: Vec<Clause>) -> Vec<Vec<Clause>> {
    let mut parts: Vec<(BTreeSet<usize>, Vec<Clause>)> = Vec::new();
    for clause in clauses {
        let mut items: BTreeSet<usize> = clause.iter().flatten().copied().collect();
        let mut joined = vec![clause];
        let (touching, apart): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(others, _)| !others.is_disjoint(&items));
        for (others, clauses) in touching {
            items.extend(others);
            joined.extend(clauses);
        }
        parts = apart;
        parts.push((items, joined));
    }
    parts.into_iter().map(|(_, clauses)| clauses).collect()
}

/// What the clauses cost at least: of those that share no item, each costs its cheapest alternative.
fn least_cost(clauses: &[Clause], costs: &[u64]) -> u64 {
    let mut order: Vec<&Clause> = clauses.iter().collect();
    order.sort_by_key(|clause| clause.iter().map(Vec::len).sum::<usize>());
    let mut seen = BTreeSet::new();
    let mut least = 0;
    for clause in order {
        if clause.iter().flatten().any(|item| seen.contains(item)) {
            continue;
        }
        seen.extend(clause.iter().flatten().copied());
        let cost = |alternative: &Alternative| alternative.iter().map(|item| costs[*item]).sum::<u64>();
        least += clause.iter().map(cost).min().unwrap_or(0);
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    const ITEMS: usize = 9;

    /// Tries every set of items.
    fn by_trying_all(clauses: &[Clause], costs: &[u64]) -> u64 {
        let sets = 0_usize..1 << ITEMS;
        let meets = |set: usize| {
            clauses.iter().all(|clause| {
                clause.iter().any(|alternative| alternative.iter().all(|item| set >> item & 1 == 1))
            })
        };
        let cost = |set: usize| (0..ITEMS).filter(|item| set >> item & 1 == 1).map(|item| costs[item]).sum();
        sets.filter(|set| meets(*set)).map(cost).min().expect("all items together meet every clause")
    }

    fn clauses() -> impl Strategy<Value = Vec<Clause>> {
        let alternative = btree_set(0..ITEMS, 1..4).prop_map(|items| items.into_iter().collect());
        vec(vec(alternative, 1..6), 0..14)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn no_set_of_items_is_cheaper_than_the_one_found(
            clauses in clauses(), costs in vec(1_u64..6, ITEMS)
        ) {
            let found = cheapest(clauses.clone(), &costs);
            let meets = clauses.iter().all(|clause| clause.iter().any(|wanted| contains(&found, wanted)));
            prop_assert!(meets);
            let cost: u64 = found.iter().map(|item| costs[*item]).sum();
            prop_assert_eq!(cost, by_trying_all(&clauses, &costs));
        }
    }

    #[test]
    fn a_greedy_choice_is_not_taken_where_it_costs_more() {
        // Item 0 serves four of six clauses, yet items 1 and 2 serve all of them.
        let clauses = [[0, 1], [0, 2], [0, 1], [0, 2], [1, 3], [2, 4]];
        let clauses = clauses.iter().map(|items| items.iter().map(|item| vec![*item]).collect()).collect();
        assert_eq!(cheapest(clauses, &[1; 5]), [1, 2]);
    }
}
