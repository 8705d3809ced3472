import { Decoration, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/** The look of the editor, from the tokens of both themes. */
export const yamlTheme = EditorView.theme({
  "&": { backgroundColor: "var(--surface-input)", color: "var(--text-1)", fontSize: "12px", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "20px" },
  ".cm-content": { caretColor: "var(--text-1)", padding: "8px 0" },
  ".cm-gutters": {
    backgroundColor: "var(--surface-input)",
    color: "var(--text-3)",
    border: "0",
    paddingRight: "4px",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--surface-3) 45%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--text-1)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 30%, transparent)",
  },
  ".cm-yaml-key": { color: "var(--text-2)" },
  ".cm-yaml-comment": { color: "var(--text-3)", fontStyle: "italic" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface-pop)",
    border: "1px solid var(--border-2)",
    borderRadius: "6px",
    boxShadow: "var(--shadow-pop)",
    color: "var(--text-1)",
    maxWidth: "420px",
  },
  ".cm-diagnostic": { padding: "6px 10px", fontFamily: "var(--font-sans)", fontSize: "12px", border: "0" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--failing-mark)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--degraded-mark)" },
  ".cm-diagnostic-info": { borderLeft: "3px solid var(--accent-strong)" },
  ".cm-lintRange-error": { backgroundImage: "none", borderBottom: "1.5px solid var(--failing-mark)" },
  ".cm-lintRange-warning": { backgroundImage: "none", borderBottom: "1.5px solid var(--degraded-mark)" },
  ".cm-lintRange-info": { backgroundImage: "none", borderBottom: "1.5px dotted var(--accent-strong)" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-lint-marker": { width: "10px", height: "10px" },
});

const comment = Decoration.mark({ class: "cm-yaml-comment" });
const key = Decoration.mark({ class: "cm-yaml-key" });

/** Keys and comments, told by their look alone: enough to read YAML by, and cheap. */
const matcher = new MatchDecorator({
  regexp: /(^|\s)#.*$|(?:^|(?<=[\s{,]))(?:[\w./-]+|"[^"]*")(?=:(?:\s|$))/g,
  decorate: (add, from, to, match) => add(from, to, match[0].trimStart().startsWith("#") ? comment : key),
});

export const yamlColors = ViewPlugin.define(
  (view) => ({
    decorations: matcher.createDeco(view),
    update(update: ViewUpdate) {
      this.decorations = matcher.updateDeco(update, this.decorations);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);
