/** Table functions (and functions) that stay inside the store. Every other name that fetches rows is refused. */
const OUTWARD_FUNCTIONS = new Set(
  `arrowstream azureblobstorage azureblobstoragecluster cluster clusterallreplicas cosn deltalake deltalakeazure
  deltalakeazurecluster deltalakecluster deltalakelocal deltalakes3 deltalakes3cluster dictionary eval executable file
  filecluster filesystem gcs hdfs hdfscluster hudi hudicluster iceberg icebergazure icebergazurecluster icebergcluster
  iceberghdfs iceberghdfscluster iceberglocal iceberglocalcluster icebergs3 icebergs3cluster input jdbc mongodb mysql odbc
  oss paimon paimonazure paimonazurecluster paimoncluster paimonhdfs paimonhdfscluster paimonlocal paimons3
  paimons3cluster postgresql python redis remote remotesecure s3 s3cluster sqlite url urlcluster ytsaurus`.split(/\s+/),
);

const READ_WORDS = new Set(["select", "with", "show", "describe", "desc", "exists", "explain"]);

/** One token of a statement: a word (also a quoted identifier), a string, or one other character. */
interface Token {
  kind: "word" | "string" | "mark";
  text: string;
  quoted: boolean;
}

/**
 * Says why a statement may not run as a read, or null when it may: one statement that only reads, from the store's own
 * tables, and sets nothing. The engine's own `readonly` stands behind this; it lets file() and url() through, so these are refused here.
 */
export function refuseStatement(statement: string): string | null {
  const tokens = tokenize(statement);
  if (typeof tokens === "string") return tokens;
  const first = tokens.find((token) => token.text !== "(");
  if (!first) return "the query is empty";
  if (first.kind !== "word" || !READ_WORDS.has(first.text.toLowerCase())) return "only reading statements may run here";
  for (const [i, token] of tokens.entries()) {
    const reason = refuseToken(token, tokens[i - 1], tokens[i + 1]);
    if (reason) return reason;
  }
  return null;
}

/** The format named by a FORMAT clause at the end of the statement, null when there is none. */
export function formatClause(statement: string): string | null {
  const tokens = tokenize(statement);
  if (typeof tokens === "string") return null;
  const words = tokens.filter((token) => token.text !== ";");
  const [keyword, name] = words.slice(-2);
  return keyword?.kind === "word" && keyword.text.toLowerCase() === "format" && name?.kind === "word"
    ? name.text
    : null;
}

function refuseToken(token: Token, before: Token | undefined, after: Token | undefined): string | null {
  const lower = token.text.toLowerCase();
  const keyword = token.kind === "word" && !token.quoted ? lower : "";
  const beforeWord = before?.kind === "word" && !before.quoted ? before.text.toLowerCase() : "";
  if (token.kind === "mark") return token.text === ";" && after ? "more than one statement" : null;
  if (keyword === "outfile" || keyword === "infile") return "files may not be written or read";
  if (keyword === "settings" && after?.kind === "word")
    return "settings go into the query string, not into the statement";
  if (token.kind === "word" && after?.text === "(" && OUTWARD_FUNCTIONS.has(lower)) {
    return `${token.text}() reaches outside the store`;
  }
  const table = beforeWord === "from" || beforeWord === "join" || before?.text === ",";
  if (table && token.kind === "string" && beforeWord !== "") return "a file is no table";
  if (token.quoted && /[/\\~]/.test(token.text)) return "a file is no table";
  return null;
}

/** The tokens, or why the text cannot be read. Source: ClickHouse SQL reference, "Syntax". */
function tokenize(text: string): Token[] | string {
  const tokens: Token[] = [];
  const lexer =
    /\s+|--[^\n]*|#[! ][^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S]|'')*'|`(?:[^`\\]|\\[\s\S]|``)*`|"(?:[^"\\]|\\[\s\S]|"")*"|[A-Za-z_][A-Za-z0-9_]*|[0-9][0-9A-Za-z_.]*|[\s\S]/gy;
  for (const [piece] of text.matchAll(lexer)) {
    const head = piece[0] ?? "";
    if (/^\s/.test(piece) || piece.startsWith("--") || piece.startsWith("/*") || /^#[! ]/.test(piece)) continue;
    if (piece === "'" || piece === "`" || piece === '"') return "a quote is not closed";
    if (piece === "$") return "heredoc strings are not taken";
    if (head === "'") tokens.push({ kind: "string", text: piece, quoted: false });
    else if (head === "`" || head === '"') tokens.push({ kind: "word", text: piece.slice(1, -1), quoted: true });
    else if (/[A-Za-z_]/.test(head)) tokens.push({ kind: "word", text: piece, quoted: false });
    else tokens.push({ kind: "mark", text: piece, quoted: false });
  }
  return tokens;
}
