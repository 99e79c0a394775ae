import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslation } from '@/i18n/use-translation';

/** One picture, as large as the window allows. */
export function Lightbox({ url, alt, onClose }: { url: string; alt: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog.Root defaultOpen onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-[var(--z-modal)] bg-[rgb(6_6_12/.88)]" />
        <Dialog.Popup
          className="fixed inset-0 z-[var(--z-modal)] grid place-items-center p-4"
          onClick={(event) => event.target === event.currentTarget && onClose()}
        >
          <Dialog.Title className="sr-only">{alt}</Dialog.Title>
          <img src={url} alt={alt} className="max-h-[calc(100dvh-32px)] max-w-full rounded-card" />
          <Dialog.Close
            className="fixed top-3 end-3 grid size-11 place-items-center rounded-full bg-[rgb(10_10_20/.66)] text-[#fff]"
            aria-label={t('message.close')}
          >
            <X size={20} aria-hidden />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
