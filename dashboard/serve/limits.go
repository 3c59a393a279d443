package serve

import (
	"hash/maphash"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// SignInPath is where the page takes codes and tokens, by POST.
const SignInPath = "/sign-in"

// pace is how often something may be done: at once, and per second from then on.
type pace struct {
	perSecond rate.Limit
	burst     int
}

// A district often has one address for all its schools, and a workshop has
// everybody join within minutes; a laptop alone syncs every few seconds at most,
// but sends all that it holds after the server came back from a backup.
var (
	perAddress = pace{200, 1000} // but for this machine's own
	perToken   = pace{50, 600}
	perGuess   = pace{0.5, 40} // of codes and tokens, from one address
)

// wrongToken is what a request with a token that does not hold costs its address,
// in requests.
const wrongToken = 10

// maxClients is how many clients are remembered at most. It takes a few MB.
const maxClients = 50_000

// limiter slows down each client for itself, by address and by token.
type limiter struct {
	now       func() time.Time
	addresses *paces[netip.Prefix]
	guesses   *paces[netip.Prefix]
	tokens    *paces[uint64]
	seed      maphash.Seed
	refuse    func(http.ResponseWriter, *http.Request, wire.Code, string)
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{
		now: now, seed: maphash.MakeSeed(), refuse: Options{}.refuse,
		addresses: newPaces[netip.Prefix](perAddress), guesses: newPaces[netip.Prefix](perGuess), tokens: newPaces[uint64](perToken),
	}
}

func (l *limiter) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from, now := network(peerOf(r)), l.now()
		var wait time.Duration
		if !from.Addr().IsLoopback() {
			wait = l.addresses.take(from, now, 1)
		}
		if wait == 0 && guesses(r) {
			wait = l.guesses.take(from, now, 1)
		}
		if secret := r.Header.Get("Authorization") + r.Header.Get("Cookie"); wait == 0 && secret != "" {
			wait = l.tokens.take(maphash.String(l.seed, secret), now, 1)
		}
		if wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
			l.refuse(w, r, wire.CodeBusy, "too many requests at once. Wait a moment; nothing was lost")
			return
		}
		status := watch(w)
		next.ServeHTTP(status, r)
		if status.code == http.StatusUnauthorized {
			l.addresses.take(from, l.now(), wrongToken)
		}
	})
}

// guesses reports whether the request tries a code or a token.
func guesses(r *http.Request) bool {
	return r.Method == http.MethodPost && (r.URL.Path == "/v1/join" || r.URL.Path == SignInPath)
}

// network is what counts as one client: an address, or in IPv6 the network that
// one subscriber has.
func network(addr netip.Addr) netip.Prefix {
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	p, _ := addr.WithZone("").Prefix(bits) // the zero Prefix for the zero Addr
	return p
}

// paces keeps the pace of many clients.
type paces[K comparable] struct {
	pace
	mu      sync.Mutex
	clients map[K]*rate.Limiter
}

func newPaces[K comparable](p pace) *paces[K] {
	return &paces[K]{pace: p, clients: map[K]*rate.Limiter{}}
}

// take counts n requests of a client and returns 0, or how long it has to wait;
// it then counts nothing.
func (p *paces[K]) take(who K, now time.Time, n int) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.clients[who]
	if c == nil {
		p.makeRoom(now)
		c = rate.NewLimiter(p.perSecond, p.burst)
		p.clients[who] = c
	}
	booked := c.ReserveN(now, n)
	wait := booked.DelayFrom(now)
	if wait > 0 {
		booked.CancelAt(now)
	}
	return wait
}

// makeRoom forgets clients when there are very many: those first that have not
// asked for so long that they stand where a new one would, then any.
func (p *paces[K]) makeRoom(now time.Time) {
	if len(p.clients) < maxClients {
		return
	}
	for who, c := range p.clients {
		if c.TokensAt(now) >= float64(p.burst) {
			delete(p.clients, who)
		}
	}
	for who := range p.clients {
		if len(p.clients) <= maxClients*9/10 {
			return
		}
		delete(p.clients, who)
	}
}
