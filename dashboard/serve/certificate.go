package serve

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// certificate is a pair of files that is read again when one of them changes, so
// that a renewed certificate needs no restart.
type certificate struct {
	certFile, keyFile string
	log               *slog.Logger

	mu     sync.Mutex
	loaded *tls.Certificate
	stamp  stamp // of the files as they were read last, well or not
}

type stamp struct{ cert, key fileStamp }

type fileStamp struct {
	at   time.Time
	size int64
}

func newCertificate(certFile, keyFile string, log *slog.Logger) (*certificate, error) {
	if certFile == "" || keyFile == "" {
		return nil, errors.New("--tls-cert and --tls-key belong together: give both")
	}
	c := &certificate{certFile: certFile, keyFile: keyFile, log: log, stamp: stampOf(certFile, keyFile)}
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return nil, fmt.Errorf("the certificate cannot be used: %w", err)
	}
	c.loaded = &pair
	return c, nil
}

// get returns the certificate for a connection. While the files are half written
// or wrong, it is the last one that was right.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := stampOf(c.certFile, c.keyFile)
	if now == c.stamp {
		return c.loaded, nil
	}
	c.stamp = now
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		c.log.Warn("the new certificate cannot be used; the old one still is", "error", err.Error())
		return c.loaded, nil
	}
	c.log.Info("the certificate was read anew")
	c.loaded = &pair
	return c.loaded, nil
}

func stampOf(certFile, keyFile string) stamp {
	return stamp{fileStampOf(certFile), fileStampOf(keyFile)}
}

// fileStampOf is zero for a file that cannot be looked at.
func fileStampOf(path string) fileStamp {
	info, err := os.Stat(path)
	if err != nil {
		return fileStamp{}
	}
	return fileStamp{info.ModTime(), info.Size()}
}

// isOf checks that the server has just the certificate in the file.
func isOf(state tls.ConnectionState, file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	block, _ := pem.Decode(data)
	if block == nil || len(state.PeerCertificates) == 0 || !bytes.Equal(block.Bytes, state.PeerCertificates[0].Raw) {
		return errors.New("the server's certificate is not the one in " + file)
	}
	return nil
}
