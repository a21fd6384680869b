# Node of the version that the browser tests need, in front of what is installed. To be sourced.
#
# playwright-core needs Node 20; Debian 12 has 18. Where what is there is older, a newer one is
# fetched from npm's registry into the target folder, once.
at_least=20
version=22.23.3

node_major() {
  node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/'
}

if [[ $(node_major || echo 0) -lt $at_least ]]; then
  newer=${CARGO_TARGET_DIR:-$PWD/target}/node
  if [[ ! -x $newer/node_modules/.bin/node ]]; then
    echo "node: $(node --version) is older than $at_least: fetching $version" >&2
    mkdir -p "$newer"
    npm install --prefix "$newer" --no-save --no-fund --no-audit "node@$version" >&2 || {
      echo "node: Node $version cannot be fetched from npm's registry" >&2
      exit 1
    }
  fi
  PATH=$newer/node_modules/.bin:$PATH
  [[ $(node_major) -ge $at_least ]] || {
    echo "node: $(node --version) where $at_least is needed" >&2
    exit 1
  }
fi
