//! HubSpot's protocol: OAuth, requests, limits, error bodies.
