//! Putting a secret into a type that crosses to the window must not compile.

#[test]
fn a_secret_in_an_ipc_type_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
