package serve

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// running is a server under test.
type running struct {
	url  string
	stop context.CancelFunc
	done chan error
}

// start runs a server on a free port and waits until it takes requests.
func start(t *testing.T, o Options) *running {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	started := make(chan string, 1)
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	if o.API == nil {
		o.API = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "api "+r.URL.Path) })
	}
	if o.Ready == nil {
		o.Ready = func(context.Context) error { return nil }
	}
	o.Log = slog.New(slog.DiscardHandler)
	o.Started = func(url string) { started <- url }
	s := &running{stop: stop, done: make(chan error, 1)}
	go func() { s.done <- Run(ctx, o) }()
	select {
	case s.url = <-started:
	case err := <-s.done:
		t.Fatalf("it did not start: %v", err)
	}
	t.Cleanup(func() { s.stop(); http.DefaultClient.CloseIdleConnections() })
	return s
}

// get asks once, over a connection of its own, and returns status and body.
func get(t *testing.T, client *http.Client, url string) (int, string) {
	t.Helper()
	resp, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestServesAndStopsWithoutCuttingOff(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	s := start(t, Options{API: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/slow" {
			close(entered)
			<-release
			if r.Context().Err() != nil {
				t.Error("the request was cut off")
			}
		}
		_, _ = io.WriteString(w, "api")
	})})
	if code, body := get(t, http.DefaultClient, s.url+"/v1/meta"); code != 200 || body != "api" {
		t.Errorf("GET /v1/meta: %d %q", code, body)
	}
	if code, body := get(t, http.DefaultClient, s.url+"/healthz"); code != 200 || !strings.Contains(body, "running") {
		t.Errorf("GET /healthz: %d %q", code, body)
	}
	if code, body := get(t, http.DefaultClient, s.url+"/"); code != 404 || !strings.Contains(body, "not_found") {
		t.Errorf("GET / without a page: %d %q", code, body)
	}
	answer := make(chan string, 1)
	go func() {
		_, body := get(t, http.DefaultClient, s.url+"/v1/slow")
		answer <- body
	}()
	<-entered
	s.stop()
	for { // until it has begun to stop
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			break
		}
		_ = conn.Close()
	}
	select {
	case err := <-s.done:
		t.Fatalf("it ended before the request did: %v", err)
	default:
	}
	close(release)
	if body := <-answer; body != "api" {
		t.Errorf("the request that ran was answered with %q", body)
	}
	if err := <-s.done; err != nil {
		t.Errorf("stopped: %v", err)
	}
	if _, err := http.Get(s.url + "/healthz"); err == nil {
		t.Error("it still answers after its end")
	}
}

func TestWhatHangsIsCutOff(t *testing.T) {
	entered, ended := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
		close(ended)
	}))
	answer := make(chan error, 1)
	go func() {
		_, err := http.Get(server.URL)
		answer <- err
	}()
	<-entered
	stop([]*http.Server{server.Config}, time.Millisecond, slog.New(slog.DiscardHandler))
	<-ended
	if err := <-answer; err == nil {
		t.Error("the request that hung was answered")
	}
}

func TestPlainHTTPStaysOnThisMachine(t *testing.T) {
	for _, tc := range []struct {
		listen  string
		options Options
		refused bool
	}{
		{"127.0.0.1:0", Options{}, false},
		{"[::1]:0", Options{}, false},
		{"localhost:0", Options{}, false},
		{":0", Options{}, true},
		{"0.0.0.0:0", Options{}, true},
		{"192.0.2.1:0", Options{}, true},
		{"192.0.2.1:0", Options{BehindProxy: true}, true},
		{"0.0.0.0:0", Options{InsecureHTTP: true}, false},
	} {
		tc.options.Listen = tc.listen
		err := checkPlain(tc.options, false)
		var plain *PlainHTTPError
		if errors.As(err, &plain) != tc.refused || !tc.refused && err != nil {
			t.Errorf("listen on %s with %+v: %v", tc.listen, tc.options, err)
		}
		if err := checkPlain(tc.options, true); err != nil {
			t.Errorf("with a certificate on %s: %v", tc.listen, err)
		}
	}
	err := Run(t.Context(), Options{Listen: "0.0.0.0:0"})
	if err == nil || !strings.Contains(err.Error(), "--tls-cert") || !strings.Contains(err.Error(), "--insecure-http") {
		t.Errorf("the reason says not what to do: %v", err)
	}
}

func TestReadyFollowsTheDatabase(t *testing.T) {
	var down error
	s := start(t, Options{Ready: func(context.Context) error { return down }})
	if code, _ := get(t, http.DefaultClient, s.url+"/readyz"); code != 200 {
		t.Errorf("ready: %d", code)
	}
	down = errors.New("secret host refused")
	if code, body := get(t, http.DefaultClient, s.url+"/readyz"); code != 503 || strings.Contains(body, "secret") || !strings.Contains(body, "unavailable") {
		t.Errorf("not ready: %d %s", code, body)
	}
	if code, _ := get(t, http.DefaultClient, s.url+"/healthz"); code != 200 {
		t.Errorf("the process is well, and healthz says %d", code)
	}
}

func TestWhereMetricsAre(t *testing.T) {
	s := start(t, Options{})
	get(t, http.DefaultClient, s.url+"/v1/schools/secretschool/changes?after=7")
	code, body := get(t, http.DefaultClient, s.url+"/metrics")
	if code != 200 || !strings.Contains(body, `pdsa_http_requests_total{route="/v1/schools/{school}/changes",status="200"} 1`) {
		t.Errorf("%d %s", code, body)
	}
	if strings.Contains(body, "secretschool") {
		t.Error("metrics name a school")
	}
	if code, _ := get(t, http.DefaultClient, start(t, Options{BehindProxy: true}).url+"/metrics"); code != 404 {
		t.Errorf("behind a proxy /metrics is open to everyone: %d", code)
	}
	if err := Run(t.Context(), Options{API: http.NotFoundHandler(), Listen: "127.0.0.1:0", MetricsListen: "nowhere"}); err == nil {
		t.Error("it runs without the metrics that were asked for")
	}
}

// certify writes a certificate for 127.0.0.1 and its key.
func certify(t *testing.T, dir string, serial int64) (cert, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"pdsa.example.org"},
	}
	public, err := x509.CreateCertificate(rand.Reader, template, template, secret.Public(), secret)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	write(t, cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: public}))
	write(t, key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
	// Two writes within one tick of the clock look the same.
	stamp := time.Unix(serial, 0)
	for _, path := range []string{cert, key} {
		if err := os.Chtimes(path, stamp, stamp); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// serial connects and returns the number of the server's certificate.
func serial(t *testing.T, url string) int64 {
	t.Helper()
	conn, err := tls.Dial("tcp", strings.TrimPrefix(url, "https://"), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	return conn.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
}

func TestTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key := certify(t, dir, 1)
	s := start(t, Options{CertFile: cert, KeyFile: key, Listen: "0.0.0.0:0", AddressFile: filepath.Join(dir, "address")})
	if !strings.HasPrefix(s.url, "https://127.0.0.1:") {
		t.Errorf("the URL is %s", s.url)
	}
	client := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	resp, err := client.Get(s.url + "/v1/meta")
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.ProtoMajor != 2 || resp.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s, %v", resp.Proto, resp.Header)
	}
	if got := serial(t, s.url); got != 1 {
		t.Errorf("certificate %d", got)
	}
	certify(t, dir, 2)
	if got := serial(t, s.url); got != 2 {
		t.Errorf("after the renewal it is still certificate %d", got)
	}
	write(t, cert, []byte("half"))
	if got := serial(t, s.url); got != 2 {
		t.Errorf("with a broken file it is certificate %d", got)
	}
	for _, o := range []Options{{CertFile: cert}, {KeyFile: key}, {CertFile: cert, KeyFile: key}} {
		if err := Run(t.Context(), o); err == nil {
			t.Errorf("it starts with %+v", o)
		}
	}
}

func TestCommandsFindTheServer(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "dashboard.db.address")
	cert, key := certify(t, dir, 1)
	if _, err := ReadAddress(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no server: %v", err)
	}
	s := start(t, Options{CertFile: cert, KeyFile: key, AddressFile: file})
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the file is for everyone: %v, %v", info, err)
	}
	address, err := ReadAddress(file)
	if err != nil || address.URL != s.url {
		t.Fatalf("%+v, %v", address, err)
	}
	client, err := address.Client()
	if err != nil {
		t.Fatal(err)
	}
	if code, _ := get(t, client, address.URL+"/healthz"); code != 200 {
		t.Errorf("with the right certificate: %d", code)
	}
	other, _ := certify(t, t.TempDir(), 9)
	client, err = Address{URL: s.url, Certificate: other}.Client()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Get(s.url + "/healthz"); err == nil {
		t.Error("a server with another certificate was trusted")
	}
	s.stop()
	if err := <-s.done; err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is left behind: %v", err)
	}
}
