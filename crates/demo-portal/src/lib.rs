//! A HubSpot stand-in on loopback, for learning and for tests.
