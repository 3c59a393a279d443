package reporttest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// RequireAll is the variable of the environment that makes a test fail, and not
// skip, where a program that it needs is not installed.
const RequireAll = "PDSA_TEST_REQUIRE_ALL"

// Tool finds a program that a test asks for its opinion on a file. Where it is not
// installed the test is skipped.
func Tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
		return path
	case os.Getenv(RequireAll) != "":
		t.Fatalf("%s is not installed, and %s is set", name, RequireAll)
	default:
		t.Skipf("%s is not installed", name)
	}
	return ""
}

// Run runs a program and gives what it prints.
func Run(t *testing.T, tool string, args ...string) string {
	t.Helper()
	var out, problems bytes.Buffer
	cmd := exec.CommandContext(t.Context(), tool, args...)
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(tool), err, problems.String())
	}
	return out.String()
}

// Convert has LibreOffice write files in another form, "pdf" or "csv:..", into a
// folder of the test's own, which it gives.
func Convert(t *testing.T, to string, files ...string) string {
	t.Helper()
	soffice := Tool(t, "soffice")
	folder := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.Join(folder, "profile"), "--headless", "--convert-to", to, "--outdir", folder}
	Run(t, soffice, append(args, files...)...)
	return folder
}
