"use client";

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import type { Finding } from "@/lib/model/finding";
import { yamlColors, yamlTheme } from "./yaml-theme";

export interface YamlCodeProps {
  /** names the field for readers */
  label: string;
  value: string;
  onChange?: (value: string) => void;
  readOnly?: boolean;
  findings?: readonly Finding[];
}

/** CodeMirror with our look. Use `YamlEditor`, which loads it when it is needed. */
export function YamlCode({ label, value, onChange, readOnly, findings = [] }: YamlCodeProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const editable = useRef(new Compartment());
  const start = useRef({ label, value, readOnly: readOnly ?? false });
  const changed = useRef(onChange);
  useEffect(() => {
    changed.current = onChange;
  });

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: start.current.value,
        extensions: [
          lineNumbers(),
          highlightActiveLine(),
          history(),
          yaml(),
          yamlTheme,
          yamlColors,
          lintGutter(),
          // Tab indents; Escape then Tab leaves the field, as the hint below it says.
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          // Reached by Tab also where nothing can be typed, so that it can be scrolled by keyboard.
          EditorView.contentAttributes.of({ "aria-label": start.current.label, tabindex: "0" }),
          editable.current.of(editability(start.current.readOnly)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: editable.current.reconfigure(editability(readOnly ?? false)) });
  }, [readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state, findings)));
  }, [findings]);

  return <div ref={host} className="h-full min-h-0 overflow-hidden" />;
}

const editability = (readOnly: boolean) => [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];

/** A finding marks the text of its line; one without a line marks the first. */
function diagnosticsOf(state: EditorState, findings: readonly Finding[]): Diagnostic[] {
  return findings.map(({ line: number = 1, severity, message, fix, code }) => {
    const line = state.doc.line(Math.min(Math.max(1, number), state.doc.lines));
    const from = line.from + (line.text.length - line.text.trimStart().length);
    return {
      from: Math.min(from, line.to),
      to: line.to,
      severity,
      message: fix ? `${message} ${fix}` : message,
      source: code,
    };
  });
}
