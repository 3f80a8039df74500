// Ends with 0 if the file is HAR 1.2, else says what is not.
const { readFileSync } = require("node:fs");
const { har } = require("har-validator/lib/promise");

har(JSON.parse(readFileSync(process.argv[2], "utf8"))).then(
  () => {},
  (refused) => {
    console.error(JSON.stringify(refused.errors ?? String(refused), null, 2));
    process.exitCode = 1;
  },
);
