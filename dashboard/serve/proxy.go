package serve

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// client finds out who sent a request and how, and puts it where handlers look:
// the client's address into RemoteAddr, http or https into URL.Scheme. A proxy is
// believed only if it is one that was named. What anybody else claims is dropped.
type client struct {
	trusted []netip.Prefix // nil: there is no proxy
	secure  bool           // this server itself speaks TLS
}

// loopback is always trusted when a proxy is expected at all.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

var forwarding = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip"}

func (c client) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Scheme = "http"
		if c.secure {
			r.URL.Scheme = "https"
		}
		peer := peerOf(r)
		if c.trusts(peer) {
			if from := c.sender(peer, r.Header.Values("X-Forwarded-For")); from != peer {
				r.RemoteAddr = net.JoinHostPort(from.String(), "0")
			}
			switch proto := r.Header.Get("X-Forwarded-Proto"); proto {
			case "http", "https":
				r.URL.Scheme = proto
			}
		}
		for _, name := range forwarding {
			r.Header.Del(name)
		}
		next.ServeHTTP(w, r)
	})
}

// sender returns the last address in the chain that no trusted proxy has: whatever
// stands before it may be made up.
func (c client) sender(peer netip.Addr, lines []string) netip.Addr {
	chain := strings.Split(strings.Join(lines, ","), ",")
	for i := len(chain) - 1; i >= 0; i-- {
		addr, err := netip.ParseAddr(strings.TrimSpace(chain[i]))
		if err != nil {
			break
		}
		peer = addr.Unmap()
		if !c.trusts(peer) {
			break
		}
	}
	return peer
}

func (c client) trusts(addr netip.Addr) bool {
	for _, p := range c.trusted {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// peerOf returns the address in RemoteAddr, without the port; the zero Addr when
// there is none.
func peerOf(r *http.Request) netip.Addr {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}
