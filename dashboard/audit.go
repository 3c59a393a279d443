package dashboard

import (
	"cmp"
	"context"
)

// theServer is who did what nobody did through the API.
const theServer = "the server"

const (
	auditPage = 100
	mostAudit = 1000
)

// Audits returns up to limit lines of the audit log, the newest first, with
// numbers below before (0: from the newest on). Error: CodeForbid for others than
// admins.
func (d *Dashboard) Audits(ctx context.Context, who Caller, before uint64, limit int) (lines []Audit, err error) {
	if err := who.admin(); err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = auditPage
	}
	err = d.back.View(ctx, func(r Reader) error {
		lines, err = r.Audits(before, min(limit, mostAudit))
		return err
	})
	return lines, outward(err)
}

// Record adds a line to the audit log about something that was done around the
// dashboard, such as an export, a backup or a copy. Its time is now, and its Who
// the server when empty.
func (d *Dashboard) Record(ctx context.Context, a Audit) error {
	a.At, a.Who = d.now(), cmp.Or(a.Who, theServer)
	return outward(d.back.Update(ctx, "", func(tx Tx) error { return tx.AddAudit(a) }))
}
