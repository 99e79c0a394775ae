import { Link, Paperclip, Upload } from 'lucide-react';
import { useRef } from 'react';
import { Menu, MenuItem } from '@/components/ui/Menu';
import { useTranslation } from '@/i18n/use-translation';

type Props = { onFiles: (files: Iterable<File>) => void; onAddress: () => void };

/** A file from this device, or one that is in the web already. */
export function AttachMenu({ onFiles, onAddress }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="attach-input"
        onChange={(event) => {
          onFiles(event.target.files ?? []);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      <Menu
        side="top"
        trigger={
          <button
            type="button"
            className="btn btn-ghost btn-icon btn-s"
            aria-label={t('composer.attach')}
            title={t('composer.attach')}
          >
            <Paperclip size={16} aria-hidden />
          </button>
        }
      >
        <MenuItem icon={<Upload size={16} aria-hidden />} onSelect={() => input.current?.click()}>
          {t('composer.fromDevice')}
        </MenuItem>
        <MenuItem icon={<Link size={16} aria-hidden />} onSelect={onAddress}>
          {t('composer.fromAddress')}
        </MenuItem>
      </Menu>
    </>
  );
}
