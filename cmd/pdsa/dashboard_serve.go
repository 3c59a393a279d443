package main

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
	"github.com/cqi-pdsa/pdsa/dashboard/page"
	"github.com/cqi-pdsa/pdsa/dashboard/serve"
)

func (p *dashboardPlace) serveCommand() *cobra.Command {
	var o serve.Options
	var proxies []string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the dashboard's server",
		Long: "Run the dashboard's server until Ctrl+C or a TERM signal; what is under way then is finished first. Messages go to stderr, a JSON value a line, without names or tokens.\n\n" +
			"Other machines reach it only with a certificate (--tls-cert, --tls-key), or through a proxy on this machine that has one (--behind-proxy). " +
			"/healthz says whether it runs, /readyz whether its database answers, /metrics counts, in Prometheus's text format.",
		Example: "  pdsa dashboard serve\n" +
			"  pdsa dashboard serve --listen :443 --tls-cert cert.pem --tls-key key.pem\n" +
			"  pdsa dashboard serve --behind-proxy --metrics-listen 127.0.0.1:9090",
		Args: takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, text := range proxies {
				network, err := netip.ParsePrefix(text)
				if err != nil {
					return wrongUsef("--proxy takes a network such as 10.1.0.0/16, not %q", text)
				}
				o.Proxies, o.BehindProxy = append(o.Proxies, network.Masked()), true
			}
			return p.serve(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Listen, "listen", serve.DefaultListen, "the address and port to listen on")
	flags.StringVar(&o.CertFile, "tls-cert", "", "the file with the certificate; read again when it changes")
	flags.StringVar(&o.KeyFile, "tls-key", "", "the file with its key")
	flags.BoolVar(&o.BehindProxy, "behind-proxy", false, "believe what a proxy on this machine says about its clients")
	flags.StringArrayVar(&proxies, "proxy", nil, "and one in this network, such as 10.1.0.0/16 (may be given again)")
	flags.BoolVar(&o.InsecureHTTP, "insecure-http", false, "let other machines in without encryption (closed test networks only)")
	flags.StringVar(&o.MetricsListen, "metrics-listen", "", "an address of its own for /metrics")
	return cmd
}

func (p *dashboardPlace) serve(ctx context.Context, o serve.Options) (err error) {
	a := p.app
	back, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, back.Close()) }()
	o.Log = slog.New(slog.NewJSONHandler(a.messages, nil))
	o.Metrics = serve.NewMetrics()
	d := dashboard.New(o.Metrics.Watch(back), dashboard.Options{Now: a.now, Log: o.Log})
	if err := d.Ready(ctx); err != nil {
		return err
	}
	if n, err := d.Refold(ctx); err != nil {
		return err
	} else if n > 0 {
		o.Log.Info("cycles were brought up to date", "count", n)
	}
	o.API = api.New(d, api.Options{Now: a.now, Log: o.Log})
	o.Refuse = page.Refuse
	o.Page = page.New(d, page.Options{Now: a.now, Log: o.Log})
	o.Ready = d.Ready
	if file, ok := back.(serve.Backuper); ok {
		o.Backup = serve.Backup(d, file, o.Log)
	}
	if o.AddressFile, err = p.addressFile(); err != nil {
		return err
	}
	o.Started = func(url string) { a.note("listening on %s", url) }
	err = serve.Run(ctx, o)
	var plain *serve.PlainHTTPError
	if errors.As(err, &plain) {
		return wrongUse(err)
	}
	return err
}
