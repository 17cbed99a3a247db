/* What was just taken out of a list, and the way back. */
import { Undo2 } from "lucide-react";

/** The place stays in the page while it is empty, so that its words are announced. */
export const Removed = ({ what, onUndo }) => (
  <div role="status" data-undo>
    {what && (
      <div className="flex flex-wrap items-center justify-between gap-x-2 rounded-field bg-base-200 px-4 py-1">
        <span className="min-w-0 wrap-anywhere">{what} dihapus.</span>
        <button type="button" className="btn btn-ghost text-primary" onClick={onUndo}>
          <Undo2 size={18} aria-hidden="true" />
          Urungkan
        </button>
      </div>
    )}
  </div>
);
