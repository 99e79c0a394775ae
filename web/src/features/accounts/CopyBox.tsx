import { CopyButton } from '@/components/ui/CopyButton';

/** What has to be typed elsewhere, to be copied in one go. */
export function CopyBox({ label, text }: { label: string; text: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 rounded-control bg-sunken py-2 ps-3 pe-2">
      <div className="min-w-0">
        <span className="block text-fs1 text-3">{label}</span>
        <code dir="ltr" className="cut block text-start font-mono text-fs2 select-all" title={text}>
          {text}
        </code>
      </div>
      <CopyButton text={text} />
    </div>
  );
}
