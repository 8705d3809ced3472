/** "+7 −2" */
export function DiffStat({ added, removed }: { added: number; removed: number }) {
  return (
    <span className="whitespace-nowrap text-xs font-medium tabular-nums">
      <span className="text-add-fg">+{added}</span> <span className="text-del-fg">−{removed}</span>
    </span>
  );
}
