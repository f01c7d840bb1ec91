// Say before a form is filled in that it needs cookies, where the browser keeps none (templates/allauth/layouts/entrance.html).
document.querySelector("[data-without-cookies]").hidden = navigator.cookieEnabled;
