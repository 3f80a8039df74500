//! The words for a secret in the languages of users: what stands beside its name where a program's texts are translated.

/// What such a word or phrase ends with, in small letters.
const NOUNS: &[&str] = &[
    // Passwords
    "passwort",
    "kennwort",
    "mot de passe",
    "contraseña",
    "contrasena",
    "senha",
    "palavra-passe",
    "lösenord",
    "wachtwoord",
    "adgangskode",
    "passord",
    "salasana",
    "hasło",
    "heslo",
    "parola",
    "jelszó",
    "şifre",
    "пароль",
    "geslo",
    "lozinka",
    "parool",
    "parole",
    "slaptažodis",
    "mật khẩu",
    "sandi",
    // Keys
    "schlüssel",
    "nyckel",
    "sleutel",
    "nøkkel",
    "nøgle",
    "avain",
    "klucz",
    "klíč",
    "kľúč",
    "clave",
    "clé",
    "chiave",
    "chave",
    "kulcs",
    "anahtarı",
    "anahtar",
    "ключ",
    "cheie",
    // Tokens and secrets
    "token",
    "jeton",
    "geheimnis",
    "geheim",
    "secreto",
    "segreto",
    "segredo",
    "hemlighet",
    "hemmelighed",
    "hemmelighet",
    "salaisuus",
    "sekret",
    "tajemství",
    "titok",
    "секрет",
    "токен",
];
/// Phrases are no longer, in bytes.
const MAX_LENGTH: usize = 64;

/// Whether a value is a word for a secret, as a heading or a label has it: it begins with a capital letter.
pub(super) fn is_translation(value: &[u8]) -> bool {
    // Most values are told from words by their first letter or by their digits.
    if value.len() > MAX_LENGTH
        || !value.first().is_some_and(|first| first.is_ascii_uppercase() || *first >= 0x80)
        || value.iter().any(u8::is_ascii_digit)
    {
        return false;
    }
    let Ok(text) = std::str::from_utf8(value) else { return false };
    let is_phrase = text.chars().all(|letter| letter.is_alphabetic() || " -'’".contains(letter));
    let text = text.to_lowercase();
    is_phrase && NOUNS.iter().any(|noun| text.ends_with(noun))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_a_secret_is_told_from_a_password() {
        for value in ["Passwort", "Nueva contraseña", "Lösenord", "API-Schlüssel", "Åtkomsttoken", "Пароль"]
        {
            assert!(is_translation(value.as_bytes()), "{value}");
        }
        for value in ["passwort", "Passwort1", "Sommer", "Token-7f3a", "Geheimnis!", "Schlüsselbund"] {
            assert!(!is_translation(value.as_bytes()), "{value}");
        }
    }
}
