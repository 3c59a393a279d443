// Package page is the dashboard as people see it in a browser: what all schools
// work on and where help is due, each cycle as its team wrote it, cycles of other
// schools to start from, and for the admin people, schools and the audit log.
//
// Pages are made on the server and need no scripts. What is written in them goes
// through the rules of package dashboard into the same log of changes as what is
// written on laptops. Nothing that people wrote is ever markup, and the content
// policy lets nothing run or load that is not of this package.
package page
