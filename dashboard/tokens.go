package dashboard

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// tokenPrefix tells what a secret is when it turns up where it should not.
const tokenPrefix = "pdsa_"

// browserSession is how long a sign-in to the page holds: a working day.
const browserSession = 12 * time.Hour

// newSecret returns a token's secret of 256 random bits and its hash.
func newSecret() (secret, hash string) {
	b := make([]byte, 32)
	// Read never fails on the systems we build for; it ends the program instead.
	_, _ = rand.Read(b)
	secret = tokenPrefix + base64.RawURLEncoding.EncodeToString(b)
	return secret, hashOf(secret)
}

// SignIn returns who holds the secret of a token, and notes the use of the token,
// at most once a minute. Error: CodeSignIn, in the same words for a token that
// never was, is too old or was revoked.
func (d *Dashboard) SignIn(ctx context.Context, secret string) (Caller, error) {
	var who Caller
	hash := hashOf(secret)
	err := d.back.View(ctx, func(r Reader) (err error) {
		if who.Token, err = r.Token(hash); err != nil {
			return err
		}
		who.Person, err = r.Person(who.Token.Person)
		return err
	})
	// The look-up may have compared byte by byte; what counts is this.
	same := subtle.ConstantTimeCompare([]byte(who.Token.Hash), []byte(hash)) == 1
	if errors.Is(err, ErrNotFound) || err == nil && !(same && d.holds(who)) {
		return Caller{}, refusal(wire.CodeSignIn, "this laptop's sign-in does not hold any more. Ask your district for a new code and run `pdsa join`; nothing on this laptop is lost")
	}
	if err != nil {
		return Caller{}, outward(err)
	}
	d.noteUse(ctx, who.Token)
	return who, nil
}

// holds reports whether the token is good now.
func (d *Dashboard) holds(who Caller) bool {
	now, t := d.now(), who.Token
	if !who.Person.Revoked.IsZero() || !t.Revoked.IsZero() {
		return false
	}
	if !t.Expires.IsZero() {
		return now.Before(t.Expires)
	}
	seen := t.Created
	if t.LastSeen.After(seen) {
		seen = t.LastSeen
	}
	return now.Sub(seen) < d.idle
}

// newToken gives a token to the person and returns its secret.
func (d *Dashboard) newToken(tx Tx, person, device string, use TokenUse) (secret string, t Token, err error) {
	secret, hash := newSecret()
	now := d.now()
	t = Token{Hash: hash, ID: change.NewID(), Person: person, Use: use, Device: device, Created: now, LastSeen: now}
	if use == ForBrowser {
		t.Expires = now.Add(browserSession)
	}
	return secret, t, tx.PutToken(t)
}

// Session gives someone who signed in to the page with a token another one for
// this browser, good for a working day, and returns its secret.
func (d *Dashboard) Session(ctx context.Context, who Caller, browser string) (secret string, err error) {
	err = d.back.Update(ctx, "", func(tx Tx) error {
		if secret, _, err = d.newToken(tx, who.Person.ID, deviceName(browser), ForBrowser); err != nil {
			return err
		}
		return tx.AddAudit(Audit{At: d.now(), Who: who.Person.Name, What: "signed in"})
	})
	return secret, outward(err)
}

// SignOut ends the token that the caller came with.
func (d *Dashboard) SignOut(ctx context.Context, who Caller) error {
	return outward(d.back.Update(ctx, "", func(tx Tx) error {
		t, err := tx.Token(who.Token.Hash)
		if err != nil || !t.Revoked.IsZero() {
			return err
		}
		t.Revoked = d.now()
		return errors.Join(tx.PutToken(t), tx.AddAudit(Audit{At: d.now(), Who: who.Person.Name, What: "signed out"}))
	}))
}
