use super::check;

#[test]
fn programs_are_read_as_they_are_sent() {
    check(crate::code::powershell::read, ROWS);
}

const ROWS: &[(&str, &str)] = &[
    (
        r#"$token = "pat-na1-x"
$headers = @{
    "Authorization" = "Bearer $token"
    "Content-Type"  = "application/json"
}
Invoke-RestMethod -Uri "https://api.hubapi.com/account-info/v3/api-usage/daily" -Headers $headers"#,
        r"GET https://api.hubapi.com/account-info/v3/api-usage/daily [Authorization: Bearer pat-na1-x; Content-Type: application/json]",
    ),
    (
        r#"irm https://api.hubapi.com/crm/v3/owners -Headers @{ Authorization = "Bearer $env:HS_TOKEN" }"#,
        r"GET https://api.hubapi.com/crm/v3/owners [Authorization: Bearer $env:HS_TOKEN]",
    ),
    (
        r#"$body = @{ properties = @{ email = "a@example.com"; firstname = 'Ann' } } | ConvertTo-Json
$r = Invoke-RestMethod -Method Post -Uri "$base/crm/v3/objects/contacts" -Headers $headers -Body $body -ContentType 'application/json'"#,
        r#"POST $base/crm/v3/objects/contacts [Content-Type: application/json] text {"properties":{"email":"a@example.com","firstname":"Ann"}} !unresolved $headers"#,
    ),
    (
        r#"$body = @{
  filterGroups = @(
    @{ filters = @( @{ propertyName = "email"; operator = "EQ"; value = $email } ) }
  )
  limit = 10
}
Invoke-RestMethod -Method POST -Uri https://api.hubapi.com/crm/v3/objects/contacts/search -Headers $h -Body ($body | ConvertTo-Json) -ContentType "application/json""#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts/search [Content-Type: application/json] text {"filterGroups":[{"filters":"System.Collections.Hashtable"}],"limit":10} !unresolved $h !altered ConvertTo-Json"#,
    ),
    (
        r#"$body = @{ filterGroups = @( @{ filters = @( @{ propertyName = "email" } ) } ) }
Invoke-RestMethod -Method POST -Uri https://api.hubapi.com/x -Body ($body | ConvertTo-Json -Depth 10)"#,
        r#"POST https://api.hubapi.com/x [Content-Type: application/x-www-form-urlencoded] text {"filterGroups":[{"filters":[{"propertyName":"email"}]}]}"#,
    ),
    (
        r#"Invoke-RestMethod -Uri "https://api.hubapi.com/crm/v3/objects/contacts" -Body @{ limit = 10; archived = $false }"#,
        r"GET https://api.hubapi.com/crm/v3/objects/contacts ?limit=10&archived=False",
    ),
    (
        r"Invoke-WebRequest -Uri 'https://api.hubapi.com/oauth/v1/token' -Method Post -Body @{ grant_type = 'refresh_token'; client_id = $id }",
        r"POST https://api.hubapi.com/oauth/v1/token [Content-Type: application/x-www-form-urlencoded] form grant_type=refresh_token&client_id=$id",
    ),
    (
        r#"$params = @{
    Uri         = 'https://api.hubapi.com/crm/v3/objects/deals'
    Method      = 'Patch'
    Headers     = @{ Authorization = 'Bearer x' }
    Body        = '{"properties":{}}'
}
Invoke-RestMethod @params"#,
        r#"PATCH https://api.hubapi.com/crm/v3/objects/deals [Authorization: Bearer x] text {"properties":{}}"#,
    ),
    (
        r#"Invoke-RestMethod `
  -Uri "https://api.hubapi.com/crm/v3/objects/contacts/$($contact.id)?properties=email" `
  -Headers $headers `
  -Method Get"#,
        r"GET https://api.hubapi.com/crm/v3/objects/contacts/$($contact.id)?properties=email !unresolved $headers",
    ),
    (
        r#"$json = @"
{ "properties": { "email": "$email" } }
"@
iwr -Uri https://api.hubapi.com/crm/v3/objects/contacts -Method POST -Body $json -Headers @{"Authorization"="Bearer x"} -UseBasicParsing | Select-Object -Expand Content"#,
        r#"POST https://api.hubapi.com/crm/v3/objects/contacts [Authorization: Bearer x; Content-Type: application/x-www-form-urlencoded] text { "properties": { "email": "$email" } }"#,
    ),
    (
        r#"$json = @'
{ "a": "$notavar" }
'@
irm -Meth Put -Uri https://api.hubapi.com/a -Body $json"#,
        r#"PUT https://api.hubapi.com/a text { "a": "$notavar" }"#,
    ),
    (
        r#"Invoke-RestMethod -Uri https://api.hubapi.com/a -Authentication Bearer -Token (ConvertTo-SecureString "pat-na1-x" -AsPlainText -Force)"#,
        r"GET https://api.hubapi.com/a bearer pat-na1-x",
    ),
    (
        r"Invoke-RestMethod -Uri https://api.hubapi.com/a -Method Post -Form @{ file = 'a.csv' }",
        r"POST https://api.hubapi.com/a [Content-Type: multipart/form-data] parts file=a.csv",
    ),
    (
        r"Invoke-RestMethod -Uri https://api.hubapi.com/a -Method Post -InFile .\body.json -ContentType application/json",
        r"POST https://api.hubapi.com/a [Content-Type: application/json] file .\body.json",
    ),
    (
        r"curl -Uri https://api.hubapi.com/a -Headers @{ Authorization = 'Bearer x' }",
        r"GET https://api.hubapi.com/a [Authorization: Bearer x]",
    ),
    (r#"curl -H "Authorization: Bearer x" https://api.hubapi.com/a"#, r"nothing"),
    (
        r#"$headers = New-Object "System.Collections.Generic.Dictionary[[String],[String]]"
$headers.Add("Authorization", "Bearer x")
$headers.Add("Accept", "application/json")
$response = Invoke-RestMethod 'https://api.hubapi.com/crm/v3/owners' -Method 'GET' -Headers $headers
$response | ConvertTo-Json"#,
        r"GET https://api.hubapi.com/crm/v3/owners [Authorization: Bearer x; Accept: application/json]",
    ),
    (
        r"$uri = 'https://api.hubapi.com' + '/crm/v3/objects/' + $type + '?limit=1'
foreach ($x in 1..3) { try { Invoke-RestMethod -Uri $uri -Token $t -Frob 1 } catch { Write-Host $_.Exception.Message } }",
        r"GET https://api.hubapi.com/crm/v3/objects/$type?limit=1 !no effect -Token !unknown -frob",
    ),
    (
        r#"$h = [ordered]@{}
$h['Authorization'] = 'Bearer ' + $token
$h["X-A"] = "a`tb ""q"""
irm $uri -Headers $h"#,
        r#"GET $uri [Authorization: Bearer $token; X-A: a	b "q"]"#,
    ),
    (
        r#"PS C:\> Invoke-RestMethod -Uri "https://api.hubapi.com/a" -Method Delete"#,
        r"DELETE https://api.hubapi.com/a",
    ),
    (
        r#"$auth = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("id:secret"))
Invoke-RestMethod -Uri https://api.hubapi.com/a -Headers @{Authorization=("Basic {0}" -f $auth)}"#,
        r"GET https://api.hubapi.com/a [Authorization: Basic aWQ6c2VjcmV0]",
    ),
    (
        r#"Invoke-RestMethod -Uri https://api.hubapi.com/a -Method POST -Headers @{"Content-Type"="application/json"} -Body @{ a = 1 }"#,
        r"POST https://api.hubapi.com/a [Content-Type: application/json] form a=1 !altered -Body",
    ),
    (
        r#"function Get-Contact { param([string]$Id) return Invoke-RestMethod -Uri "https://api.hubapi.com/crm/v3/objects/contacts/$Id" -Headers $script:Headers }"#,
        r"GET https://api.hubapi.com/crm/v3/objects/contacts/$Id !unresolved $script:Headers",
    ),
];
