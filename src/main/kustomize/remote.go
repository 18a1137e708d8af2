package main

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
)

var (
	scheme    = regexp.MustCompile(`(?i)^([a-z][a-z0-9+.-]*::|[a-z][a-z0-9+.-]*:/)`)
	userAt    = regexp.MustCompile(`^[^/\s@]+@[^/\s]*[:/]`)
	knownHost = regexp.MustCompile(`(?i)^(www\.|ssh\.)?github\.com[:/]`)
	hostPath  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)+:`)
	gitQuery  = regexp.MustCompile(`(?i)\?.*\b(ref|version|timeout|submodules|depth)=`)
)

// isRemote tells whether kustomize, or an older version of it, would fetch this reference over a
// network or with git. It takes more for remote than kustomize does: a file that is called like a URL
// can be renamed, a request that went out cannot be taken back.
func isRemote(reference string) bool {
	r := strings.TrimSpace(reference)
	return scheme.MatchString(r) || userAt.MatchString(r) || knownHost.MatchString(r) ||
		hostPath.MatchString(r) || gitQuery.MatchString(r)
}

var errNoNetwork = errors.New("the network is out of reach of a render")

// noNetwork is the HTTP transport of the process.
type noNetwork struct{}

func (noNetwork) RoundTrip(*http.Request) (*http.Response, error) { return nil, errNoNetwork }

// cutNetwork makes every HTTP client of the process refuse, the ones kustomize makes included: they
// use the default transport.
func cutNetwork() {
	http.DefaultTransport = noNetwork{}
	http.DefaultClient = &http.Client{Transport: noNetwork{}}
}
