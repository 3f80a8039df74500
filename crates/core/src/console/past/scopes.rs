//! Which scopes were granted since a call was sent, and which are not granted any more.

use portalscope_history::GrantedScopes;

use crate::console::past::view::ScopesSince;

pub(super) fn since(then: &GrantedScopes, now: &GrantedScopes) -> ScopesSince {
    if then.fingerprint == now.fingerprint {
        return ScopesSince::Same;
    }
    let (Some(before), Some(after)) = (&then.names, &now.names) else { return ScopesSince::NotRecorded };
    let lacking = |some: &[String], others: &[String]| -> Vec<String> {
        some.iter().filter(|name| !others.contains(name)).cloned().collect()
    };
    ScopesSince::Changed { added: lacking(after, before), removed: lacking(before, after) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn granted(fingerprint: &str, names: Option<&[&str]>) -> GrantedScopes {
        let names = names.map(|names| names.iter().map(ToString::to_string).collect());
        GrantedScopes { fingerprint: fingerprint.to_owned(), names }
    }

    #[test]
    fn what_was_added_and_removed_is_told_where_both_sets_are_known() {
        let (then, now) = (granted("1", Some(&["a", "b", "c"])), granted("2", Some(&["b", "d", "e"])));
        let changed = ScopesSince::Changed {
            added: vec!["d".to_owned(), "e".to_owned()],
            removed: vec!["a".to_owned(), "c".to_owned()],
        };
        assert_eq!(since(&then, &now), changed);
        assert_eq!(since(&granted("1", None), &now), ScopesSince::NotRecorded);
        assert_eq!(since(&granted("2", None), &now), ScopesSince::Same);
    }
}
