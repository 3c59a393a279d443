package serve

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// An Address is how commands on the same machine reach a running server.
type Address struct {
	URL string `json:"url"`
	// Certificate is the file with the server's certificate, when it speaks TLS.
	// Its name is that of the outside, so it is compared as a whole instead.
	Certificate string `json:"certificate,omitempty"`
}

// ReadAddress reads the file that a running server keeps; fs.ErrNotExist when none
// runs. After a crash the file may be left behind: then nobody answers.
func ReadAddress(path string) (Address, error) {
	var a Address
	data, err := os.ReadFile(path)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return a, fmt.Errorf("%s is damaged. Start the dashboard anew, or remove the file if it does not run: %w", path, err)
	}
	return a, nil
}

// Client returns a client for the server. It asks nobody on the way.
func (a Address) Client() (*http.Client, error) {
	transport := &http.Transport{DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext, ResponseHeaderTimeout: time.Minute}
	if a.Certificate == "" {
		return &http.Client{Transport: transport}, nil
	}
	file, err := filepath.Abs(a.Certificate)
	if err != nil {
		return nil, err
	}
	transport.TLSClientConfig = &tls.Config{
		MinVersion: tls.VersionTLS12,
		// Instead of a name that this machine may not have, the very certificate
		// is asked for: VerifyConnection does it.
		InsecureSkipVerify: true,
		VerifyConnection:   func(state tls.ConnectionState) error { return isOf(state, file) },
	}
	return &http.Client{Transport: transport}, nil
}

// write keeps the address for the user that runs the server only. Another name
// first: nobody reads half of it.
func (a Address) write(path string) error {
	if a.Certificate != "" {
		abs, err := filepath.Abs(a.Certificate)
		if err != nil {
			return err
		}
		a.Certificate = abs
	}
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}

// remove takes the file away if it is still this server's.
func (a Address) remove(path string) {
	if now, err := ReadAddress(path); err == nil && now.URL == a.URL || errors.Is(err, fs.ErrNotExist) {
		_ = os.Remove(path)
	}
}
